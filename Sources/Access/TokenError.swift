/// Why a token does not open.
package enum TokenError: Error, Equatable, CustomStringConvertible {
    /// The server was given none.
    case none
    case missing
    case wrong
    case tooManyAttempts

    package var description: String {
        switch self {
        case .none: "This server has no token for it."
        case .missing: "A token is needed: Authorization: Bearer TOKEN."
        case .wrong: "The token is wrong."
        case .tooManyAttempts: "Too many wrong tokens came from this address; try again in a minute."
        }
    }
}

import Access
import PartyCore
import PartyProtocol

/// Why no invitation is made.
enum InvitationRefusal: Error, Equatable {
    /// The server lets everybody in.
    case notNeeded
    case tooMany
    case party(PartyError)
    case unusable(AccessError)

    var code: ErrorCode {
        switch self {
        case .notNeeded: .notAllowed
        case .tooMany: .rateLimited
        case .party(let error): error.code
        case .unusable: .badMessage
        }
    }
}

extension InvitationRefusal: CustomStringConvertible {
    var description: String {
        switch self {
        case .notNeeded:
            "This server lets in everybody who knows a room's address, so it makes no invitations; with --auth-secret it does."
        case .tooMany: "Too many invitations at once; try again in a few seconds."
        case .party(let error): error.description
        case .unusable(let error): error.description
        }
    }
}

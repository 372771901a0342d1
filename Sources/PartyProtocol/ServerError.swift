/// `ERROR`: what went wrong, in words a person can act on.
package struct ServerError: ServerMessage {
    private let type = "ERROR"
    package var code: ErrorCode
    package var message: String
    /// Type of the message that caused it, when one did.
    package var cause: String?

    package init(code: ErrorCode, message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    private enum CodingKeys: String, CodingKey {
        case type, code, message
        case cause = "in"
    }
}

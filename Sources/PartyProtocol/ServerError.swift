/// `ERROR`: what went wrong, in words a person can act on.
package struct ServerError: ServerMessage {
    private let type = "ERROR"
    package var code: ErrorCode
    package var message: String
    /// Type of the message that caused it, when one did.
    package var cause: String?
    /// Name of the server's setting that was reached, when one was.
    package var limit: String?

    package init(code: ErrorCode, message: String, cause: String? = nil, limit: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
        self.limit = limit
    }

    private enum CodingKeys: String, CodingKey {
        case type, code, message, limit
        case cause = "in"
    }
}

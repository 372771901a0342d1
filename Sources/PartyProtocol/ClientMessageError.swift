/// Why a well-formed JSON text is not a message: what `ERROR` tells the client.
package struct ClientMessageError: Error, Equatable {
    package let code: ErrorCode
    package let message: String
    /// Type of the message, when it is one that exists.
    package let cause: String?

    init(unknownType type: String) {
        code = .unknownType
        message = "There is no message of type \(FieldError.excerpt(type))."
        cause = nil
    }

    /// Understands everything that decoding a `ClientEnvelope` throws.
    package init(_ error: any Error, in cause: String? = nil) {
        switch error {
        case let error as ClientMessageError:
            self = error
            return
        case let error as FieldError: message = error.description
        case let error as DecodingError: message = FieldError(error).description
        default: message = "The message cannot be read."
        }
        code = .badMessage
        self.cause = cause
    }
}

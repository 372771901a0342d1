import HTTPTypes
import Hummingbird
import Negotiation

/// An error answer: a status, and a sentence that says what to do.
struct HTTPRefusal: Error {
    var status: HTTPResponse.Status
    var message: String
    var headers: HTTPFields = [:]

    var response: Response { .text(status, message + "\n", headers: headers) }

    static func unavailable(_ message: String) -> HTTPRefusal {
        HTTPRefusal(status: .serviceUnavailable, message: message, headers: [.retryAfter: "5"])
    }

    /// Understands what media sessions and the hub throw.
    init(_ error: any Error) {
        switch error {
        case let error as HTTPRefusal: self = error
        case let error as EntryError: self = .unavailable(error.description)
        case let error as NegotiationError: self.init(status: .badRequest, message: "Bad offer: \(error.description).")
        case MediaSessionError.busy:
            self.init(status: .conflict, message: "The request before this one is not finished.")
        case MediaSessionError.closed: self.init(status: .notFound, message: "This session has ended.")
        default: self.init(status: .badRequest, message: "The media plane refused it: \(error).")
        }
    }

    init(status: HTTPResponse.Status, message: String, headers: HTTPFields = [:]) {
        self.status = status
        self.message = message
        self.headers = headers
    }
}

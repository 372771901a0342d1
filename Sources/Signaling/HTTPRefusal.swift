import Access
import HTTPTypes
import Hummingbird
import Negotiation
import PartyCore

/// An error answer: a status, and a sentence that says what to do.
struct HTTPRefusal: Error {
    var status: HTTPResponse.Status
    var message: String
    var headers: HTTPFields = [:]

    var response: Response { .text(status, message + "\n", headers: headers) }

    static func unavailable(_ message: String) -> HTTPRefusal {
        HTTPRefusal(status: .serviceUnavailable, message: message, headers: [.retryAfter: "5"])
    }

    private static func entry(_ error: EntryError) -> HTTPRefusal {
        switch error {
        case .roomFull, .viewersFull, .tooManyRooms, .draining: .unavailable(error.description)
        case .party, .roomClosed: HTTPRefusal(status: .forbidden, message: error.description)
        case .invitationMissing, .invitation:
            // RFC 9725 section 4.7 and RFC 6750 section 3: the token goes into the Authorization header.
            HTTPRefusal(status: .unauthorized, message: error.description, headers: [.wwwAuthenticate: "Bearer"])
        case .tooManyJoins:
            HTTPRefusal(status: .tooManyRequests, message: error.description, headers: [.retryAfter: "5"])
        case .tooManyAttempts:
            HTTPRefusal(status: .tooManyRequests, message: error.description, headers: [.retryAfter: "60"])
        }
    }

    /// - Parameters:
    ///   - what: is asked for, as the rest of a sentence.
    ///   - setting: that would give the server a token.
    init(_ error: TokenError, asking what: String, setting: String) {
        switch error {
        case .none:
            self.init(
                status: .unauthorized, message: "No token opens \(what): start the server with \(setting).",
                headers: [.wwwAuthenticate: "Bearer"])
        case .missing, .wrong:
            // RFC 6750 section 3.
            self.init(
                status: .unauthorized, message: error.description,
                headers: [.wwwAuthenticate: error == .wrong ? "Bearer error=\"invalid_token\"" : "Bearer"])
        case .tooManyAttempts:
            self.init(status: .tooManyRequests, message: error.description, headers: [.retryAfter: "60"])
        }
    }

    /// For programs that read JSON.
    var jsonResponse: Response { .json(status, ["error": message], headers: headers) }

    /// Understands what media sessions and the hub throw.
    init(_ error: any Error) {
        switch error {
        case let error as HTTPRefusal: self = error
        case let error as EntryError: self = Self.entry(error)
        case let error as PartyError: self.init(status: .forbidden, message: error.description)
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

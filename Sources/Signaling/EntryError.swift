import Access
import Edge
import PartyCore
import PartyProtocol
import SessionStore

/// Why somebody cannot enter.
package enum EntryError: Error, Equatable {
    case roomFull(room: String, limit: Int)
    case viewersFull(room: String, limit: Int)
    case tooManyRooms(limit: Int)
    case draining
    /// The operator has closed it a moment ago.
    case roomClosed(room: String)
    case party(PartyError)
    case invitationMissing
    case invitation(AccessError)
    case tooManyAttempts
    case tooManyJoins(limit: Int)

    var code: ErrorCode {
        switch self {
        case .roomFull, .viewersFull: .roomFull
        case .tooManyRooms: .tooManyRooms
        case .draining: .draining
        case .roomClosed: .roomClosed
        case .party(let error): error.code
        case .invitationMissing, .invitation: .badToken
        case .tooManyAttempts: .tooManyAttempts
        case .tooManyJoins: .rateLimited
        }
    }

    /// Name of the server's setting that was reached, when one was.
    var limit: String? {
        switch self {
        case .roomFull: "max-members"
        case .viewersFull: "max-viewers"
        case .tooManyRooms: "max-rooms"
        case .tooManyJoins: "max-joins"
        case .party(let error): error.limit
        default: nil
        }
    }

    /// For the record.
    var reason: String {
        if case .invitation(let error) = self { return code.rawValue + ": " + error.word }
        return code.rawValue
    }

    var auditKind: AuditKind? {
        switch self {
        case .invitation, .invitationMissing, .tooManyAttempts: .authFailure
        case .draining: nil
        default: .refused
        }
    }

    var close: WebSocketClose {
        switch self {
        case .draining: .restarting
        case .roomClosed: .roomClosed
        case .party(.kicked), .party(.keptOut): .kicked
        case .roomFull, .viewersFull, .tooManyRooms, .tooManyJoins:
            WebSocketClose(code: 1008, reason: "a limit is reached")
        case .party, .invitationMissing, .invitation, .tooManyAttempts:
            WebSocketClose(code: 1008, reason: code.rawValue)
        }
    }
}

extension EntryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .roomFull(let room, let limit): "The room \(room) has reached its limit of \(limit) members."
        case .viewersFull(let room, let limit): "The room \(room) has reached its limit of \(limit) viewers."
        case .tooManyRooms(let limit): "The server has reached its limit of \(limit) rooms."
        case .draining: "The server is shutting down; connect again in a few seconds."
        case .roomClosed(let room): "The operator of this server has closed the room \(room)."
        case .party(let error): error.description
        case .invitationMissing: "This server lets in only who was invited: open the link of an invitation."
        case .invitation(let error): error.description
        case .tooManyAttempts: "Too many wrong invitations came from this address; try again in a minute."
        case .tooManyJoins(let limit):
            "More than \(limit) have joined from this address within a minute; try again in a moment."
        }
    }
}

extension WebSocketClose {
    /// A newer socket of the same member has the seat.
    static let replaced = WebSocketClose(code: 4001, reason: "the seat was taken from another connection")
    static let kicked = WebSocketClose(code: 4003, reason: "removed from the room")
    static let roomClosed = WebSocketClose(code: 4004, reason: "the operator has closed the room")
    static let refused = WebSocketClose(code: 1008, reason: "refused")
}

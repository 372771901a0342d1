import PartyProtocol

/// Why nobody more can enter.
package enum EntryError: Error, Equatable {
    case roomFull(room: String, limit: Int)
    case tooManyRooms(limit: Int)
    case draining

    var code: ErrorCode {
        switch self {
        case .roomFull: .roomFull
        case .tooManyRooms: .tooManyRooms
        case .draining: .draining
        }
    }
}

extension EntryError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .roomFull(let room, let limit): "The room \(room) has reached its limit of \(limit) members."
        case .tooManyRooms(let limit): "The server has reached its limit of \(limit) rooms."
        case .draining: "The server is shutting down; connect again in a few seconds."
        }
    }
}

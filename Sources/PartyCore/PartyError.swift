import PartyProtocol

/// Why a party does not do what a member asks.
package enum PartyError: Error, Equatable {
    case notMember
    case unknownMember(String)
    /// What the member may not do, as the rest of a sentence, and who may.
    case notAllowed(String)
    case stale(revision: Int)
    case noFilm
    case locked
    case kicked
    /// Removed a while ago, and not to come back for so long.
    case keptOut(minutes: Int)
    case tooManyKnocks(limit: Int)
    case tooMuchChat(perSecond: Int)

    package var code: ErrorCode {
        switch self {
        case .notMember: .notJoined
        case .unknownMember: .unknownMember
        case .notAllowed: .notAllowed
        case .stale: .stale
        case .noFilm: .badFilm
        case .locked: .roomLocked
        case .kicked, .keptOut: .kicked
        case .tooManyKnocks: .roomFull
        case .tooMuchChat: .rateLimited
        }
    }
}

extension PartyError {
    /// Name of the server's setting that was reached, when one was.
    package var limit: String? {
        switch self {
        case .tooManyKnocks: "max-knocks"
        case .tooMuchChat: "max-chats"
        case .keptOut: "kick-time"
        default: nil
        }
    }
}

extension PartyError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notMember: "JOIN must come first."
        case .unknownMember(let id): "Nobody here has the memberId \(FieldError.excerpt(id))."
        case .notAllowed(let problem): problem
        case .stale(let revision): "Another film is played by now: revision \(revision)."
        case .noFilm: "There is no film yet; URL_CHANGE names one."
        case .locked: "The room is locked: its host lets nobody new in."
        case .kicked: "You were removed from this room."
        case .keptOut(let minutes):
            "You were removed from this room, and cannot come back for \(minutes) \(minutes == 1 ? "minute" : "minutes")."
        case .tooManyKnocks(let limit): "The limit of \(limit) people who wait to be let in is reached."
        case .tooMuchChat(let perSecond): "The limit is \(perSecond) chat messages and reactions a second."
        }
    }
}

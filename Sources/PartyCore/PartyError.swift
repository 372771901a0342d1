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
        case .kicked: .kicked
        case .tooManyKnocks: .roomFull
        case .tooMuchChat: .rateLimited
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
        case .tooManyKnocks(let limit): "The limit of \(limit) people who wait to be let in is reached."
        case .tooMuchChat(let perSecond): "The limit is \(perSecond) chat messages and reactions a second."
        }
    }
}

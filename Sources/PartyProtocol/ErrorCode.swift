package enum ErrorCode: String, Codable, Sendable, CaseIterable {
    case badMessage = "bad_message"
    case unknownType = "unknown_type"
    case notJoined = "not_joined"
    case alreadyJoined = "already_joined"
    case unsupportedVersion = "unsupported_version"
    case roomFull = "room_full"
    case tooManyRooms = "too_many_rooms"
    case badOffer = "bad_offer"
    case rateLimited = "rate_limited"
    case draining
    /// Role or policy forbid it.
    case notAllowed = "not_allowed"
    /// The command is about a film that is no longer played.
    case stale
    case unknownMember = "unknown_member"
    case badFilm = "bad_film"
    case roomLocked = "room_locked"
    /// The host or a deputy did not let this one in.
    case refused
    case kicked
    /// The operator of the server has closed the room.
    case roomClosed = "room_closed"
    /// The invitation is missing, wrong, expired or used up.
    case badToken = "bad_token"
    case tooManyAttempts = "too_many_attempts"
}

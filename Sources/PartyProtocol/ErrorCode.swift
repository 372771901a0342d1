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
}

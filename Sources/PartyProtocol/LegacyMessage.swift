/// A message of the first extension's protocol, which knows no version. Every field is optional there.
package struct LegacyMessage: Decodable, Sendable, Equatable {
    package enum Kind: String, Decodable, Sendable {
        case join = "JOIN"
        case leave = "LEAVE"
        case ping = "PING"
        case offer = "OFFER"
        case answer = "ANSWER"
        case candidate = "ICE_CANDIDATE"
        case playPause = "PLAY_PAUSE"
        case seek = "SEEK"
        case urlChange = "URL_CHANGE"
        case positionUpdate = "POSITION_UPDATE"
        case requestSync = "REQUEST_SYNC"
        case syncResponse = "SYNC_RESPONSE"
        case syncPlayback = "SYNC_PLAYBACK"

        package init(from decoder: any Decoder) throws {
            let text = try decoder.singleValueContainer().decode(String.self)
            guard let kind = Self(rawValue: text) else { throw ClientMessageError(unknownType: text) }
            self = kind
        }
    }

    package enum Control: String, Decodable, Sendable {
        case play
        case pause
    }

    package var type: Kind
    /// Absent in the first extension's messages, present in all newer ones' `JOIN`.
    package var version: Int?
    package var userId: String?
    package var roomId: String?
    package var from: String?
    package var to: String?
    package var fromUserId: String?
    package var control: Control?
    /// Seconds.
    package var currentTime: Double?
    package var isPlaying: Bool?
    package var url: String?
    package var respectAutoPlay: Bool?

    /// Whether this is how a client of the first extension begins.
    package var isLegacyJoin: Bool { type == .join && isLegacy }

    /// No newer message names a user.
    package var isLegacy: Bool { version == nil && userId != nil }

    package func validate() throws(FieldError) {
        for (field, text) in [
            ("userId", userId), ("roomId", roomId), ("from", from), ("to", to), ("fromUserId", fromUserId),
        ] {
            if let text { try PartyText.checkIdentifier(text, field: field) }
        }
        if let currentTime { try PartyNumber.checkPosition(currentTime, field: "currentTime") }
        if let url { try PartyText.checkAddress(url, field: "url") }
    }
}

import PartyProtocol

/// All of a room that outlives the server's process.
package struct RoomSnapshot: Sendable, Equatable, Codable {
    /// Another format gets another number, and is not read as this one.
    package static let format = 1

    package struct Seat: Sendable, Equatable, Codable {
        package var id: String
        package var name: String
        package var isDeputy: Bool
        package var isInvitedHost: Bool
        package var joinedAt: Double
        package var marks: MemberMarks
    }

    package var format = RoomSnapshot.format
    package var id: String
    /// Milliseconds since 1970.
    package var savedAt: Double
    package var hostID: String?
    package var formerHost: FormerHost?
    package var policy: PartyPolicy
    package var timeline: PlaybackTimeline
    package var seats: [Seat]
    /// Hashes of the tokens by which members come back, by member.
    package var tokens: [String: String]
    package var departed: [String: DepartedMember]
    /// Absent in snapshots of former versions.
    package var bans: [Ban]?
    /// Hashes of the tokens of those who were kicked.
    package var kickedTokens: [String]?
    package var history: [HistoryEntry]
    /// Number of the last numbered message.
    package var sequence: Int
}

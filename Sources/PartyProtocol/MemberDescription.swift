/// A member as the others see it.
package struct MemberDescription: Encodable, Sendable, Equatable {
    package var memberId: String
    package var name: String
    package var role: MemberRole
    /// The connection broke, and the seat is kept for a while.
    package var away: Bool
    package var tracks: [TrackDescription]
    /// See `ServerPath`.
    package var path: String?

    package init(
        memberId: String, name: String, role: MemberRole = .member, away: Bool = false,
        tracks: [TrackDescription], path: String? = nil
    ) {
        self.memberId = memberId
        self.name = name
        self.role = role
        self.away = away
        self.tracks = tracks
        self.path = path
    }
}

import PartyProtocol

/// A room as an operator sees it now.
package struct RoomOverview: Sendable, Equatable, Encodable {
    package var id: String
    /// Names the party in the audit trail; absent when none is kept.
    package var session: String?
    /// In the order they came.
    package var members: [MemberOverview]
    /// Viewers by WHEP.
    package var viewers: Int
    /// How many stand before the door.
    package var knocking: Int
    package var locked: Bool
    /// What is played; absent before the first film.
    package var film: FilmDescription?
    /// Seconds into the film.
    package var position: Double
    /// What the party wants; it may still wait for somebody.
    package var playing: Bool
    /// Everyone waits for somebody.
    package var held: Bool
    package var rate: Double
}

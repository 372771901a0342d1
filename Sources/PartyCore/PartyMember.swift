import PartyProtocol

/// Somebody with a seat.
package struct PartyMember: Sendable, Equatable {
    package let id: String
    package let name: String
    /// What the member is when not the host.
    package internal(set) var isDeputy: Bool
    /// Invited as host: comes before whoever only happens to be.
    let isInvitedHost: Bool
    /// Can lead a party: a camera that publishes by WHIP cannot.
    package let isPerson: Bool
    package let joinedAt: Double
    /// By which a kick is remembered: an invitation, an address.
    let marks: MemberMarks
    /// Until when the seat is kept for a connection that broke; `nil` while it is there.
    package internal(set) var awayUntil: Double?
    /// Milliseconds of the signaling connection.
    package internal(set) var roundTrip: Double?
    var player = PlayerState.none
    /// Of the film that `player` is about.
    var playerRevision = -1
    /// Nobody waits for this member until then.
    var excusedUntil: Double?
    /// When everyone began to wait for this member, in the last minute.
    var waits: [Double] = []
    package var syncErrors = SyncErrors()
    /// What may still be said, and when that was so.
    var allowance: Double
    var allowanceAt: Double

    package var isPresent: Bool { awayUntil == nil }
}

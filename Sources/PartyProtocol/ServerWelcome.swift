/// `WELCOME`: the answer to `JOIN`.
package struct ServerWelcome: ServerMessage {
    private let type = "WELCOME"
    package var version = PartyLimits.version
    package var roomId: String
    package var memberId: String
    package var role: MemberRole
    package var hostId: String
    /// Milliseconds since 1970.
    package var serverTime: Double
    package var iceServers: [ICEServer]
    package var limits: ServerLimits
    /// The others.
    package var members: [MemberDescription]
    package var policy: PartyPolicy
    package var timeline: ServerTimeline
    package var waiting: ServerWaiting?
    /// What was said before; empty on a resumed seat that missed nothing but numbered messages.
    package var history: [HistoryEntry]
    package var seat: SeatDescription
    /// True where one needs an invitation to enter, so that a room's address alone is of no use; absent elsewhere.
    package var invitations: Bool?

    package init(
        roomId: String, memberId: String, role: MemberRole, hostId: String, serverTime: Double,
        iceServers: [ICEServer], limits: ServerLimits, members: [MemberDescription], policy: PartyPolicy,
        timeline: ServerTimeline, waiting: ServerWaiting?, history: [HistoryEntry], seat: SeatDescription,
        invitations: Bool? = nil
    ) {
        self.roomId = roomId
        self.memberId = memberId
        self.role = role
        self.hostId = hostId
        self.serverTime = serverTime
        self.iceServers = iceServers
        self.limits = limits
        self.members = members
        self.policy = policy
        self.timeline = timeline
        self.waiting = waiting
        self.history = history
        self.seat = seat
        self.invitations = invitations
    }

    /// The same for a member who relays by these.
    package func with(_ iceServers: [ICEServer]) -> ServerWelcome {
        var welcome = self
        welcome.iceServers = iceServers
        return welcome
    }
}

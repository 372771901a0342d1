/// `WELCOME`: the answer to `JOIN`.
package struct ServerWelcome: ServerMessage {
    private let type = "WELCOME"
    package var version = PartyLimits.version
    package var roomId: String
    package var memberId: String
    /// Milliseconds since 1970.
    package var serverTime: Double
    package var iceServers: [ICEServer]
    package var limits: ServerLimits
    /// The others.
    package var members: [MemberDescription]

    package init(
        roomId: String, memberId: String, serverTime: Double, iceServers: [ICEServer], limits: ServerLimits,
        members: [MemberDescription]
    ) {
        self.roomId = roomId
        self.memberId = memberId
        self.serverTime = serverTime
        self.iceServers = iceServers
        self.limits = limits
        self.members = members
    }
}

/// The limits that `WELCOME` tells.
package struct ServerLimits: Encodable, Sendable, Equatable {
    package var frameBytes = PartyLimits.frameBytes
    package var membersPerRoom: Int
    /// m-lines a client may offer.
    package var mediaLines = PartyLimits.mediaSections
    /// The same, under its older name.
    package var slots = PartyLimits.mediaSections
    /// Characters in what somebody says.
    package var chatLength = PartyLimits.chatLength

    package init(membersPerRoom: Int) {
        self.membersPerRoom = membersPerRoom
    }
}

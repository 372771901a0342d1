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
    /// Characters in a name.
    package var nameLength = PartyLimits.textLength
    /// On one WebSocket.
    package var messagesPerSecond = 50

    package init(membersPerRoom: Int) {
        self.membersPerRoom = membersPerRoom
    }
}

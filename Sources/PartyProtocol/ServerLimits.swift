/// The limits that `WELCOME` tells.
package struct ServerLimits: Encodable, Sendable, Equatable {
    package var frameBytes = PartyLimits.frameBytes
    package var membersPerRoom: Int
    /// m-lines a client may offer.
    package var slots = PartyLimits.mediaSections

    package init(membersPerRoom: Int) {
        self.membersPerRoom = membersPerRoom
    }
}

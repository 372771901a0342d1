/// `BUFFERING` from a client: whether its film can play now.
package struct ClientBuffering: ClientMessage, Equatable {
    package static let type = "BUFFERING"

    /// Of the film that the client shows, as `TIMELINE` said it.
    package var revision: Int
    package var state: PlayerState
    /// Seconds, once the player knows it.
    package var duration: Double?

    package init(revision: Int, state: PlayerState, duration: Double? = nil) {
        self.revision = revision
        self.state = state
        self.duration = duration
    }

    package func validate() throws(FieldError) {
        try PartyNumber.checkRevision(revision)
        if let duration { try PartyNumber.checkPosition(duration, field: "duration") }
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

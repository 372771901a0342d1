/// `PLAY_PAUSE` from a client: plays or pauses the film for all.
package struct ClientPlayPause: ClientMessage, Equatable {
    package static let type = "PLAY_PAUSE"

    /// Chosen by the client; comes back in `TIMELINE`, so that it knows the effect of its own command.
    package var id: String
    /// Of the film that the client shows, as `TIMELINE` said it.
    package var revision: Int
    package var playing: Bool
    /// Seconds, where the sender stands; absent, the running position holds.
    package var position: Double?

    package init(id: String, revision: Int, playing: Bool, position: Double? = nil) {
        self.id = id
        self.revision = revision
        self.playing = playing
        self.position = position
    }

    package func validate() throws(FieldError) {
        try PartyText.checkLabel(id, longest: PartyLimits.textLength, field: "id")
        try PartyNumber.checkRevision(revision)
        if let position { try PartyNumber.checkPosition(position, field: "position") }
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

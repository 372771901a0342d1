/// `SEEK` from a client: goes to another place of the film.
package struct ClientSeek: ClientMessage, Equatable {
    package static let type = "SEEK"

    /// Chosen by the client; comes back in `TIMELINE`, so that it knows the effect of its own command.
    package var id: String
    /// Of the film that the client shows, as `TIMELINE` said it.
    package var revision: Int
    /// Seconds.
    package var position: Double

    package init(id: String, revision: Int, position: Double) {
        self.id = id
        self.revision = revision
        self.position = position
    }

    package func validate() throws(FieldError) {
        try PartyText.checkLabel(id, longest: PartyLimits.textLength, field: "id")
        try PartyNumber.checkRevision(revision)
        try PartyNumber.checkPosition(position, field: "position")
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

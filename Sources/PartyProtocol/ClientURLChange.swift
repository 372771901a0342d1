/// `URL_CHANGE` from a client: another film.
package struct ClientURLChange: ClientMessage, Equatable {
    package static let type = "URL_CHANGE"

    /// Chosen by the client; comes back in `TIMELINE`, so that it knows the effect of its own command.
    package var id: String
    /// Of the film that the client shows, as `TIMELINE` said it.
    package var revision: Int
    package var film: FilmDescription
    /// Seconds; absent, the film begins at its beginning.
    package var position: Double?
    /// Absent, the film waits for somebody to press play.
    package var playing: Bool?

    package init(id: String, revision: Int, film: FilmDescription, position: Double? = nil, playing: Bool? = nil) {
        self.id = id
        self.revision = revision
        self.film = film
        self.position = position
        self.playing = playing
    }

    package func validate() throws(FieldError) {
        try PartyText.checkLabel(id, longest: PartyLimits.textLength, field: "id")
        try PartyNumber.checkRevision(revision)
        if let position { try PartyNumber.checkPosition(position, field: "position") }
        do { try film.validate() } catch { throw error.inside("film") }
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

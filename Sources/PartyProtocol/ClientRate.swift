/// `RATE` from a client: another speed.
package struct ClientRate: ClientMessage, Equatable {
    package static let type = "RATE"

    /// Chosen by the client; comes back in `TIMELINE`, so that it knows the effect of its own command.
    package var id: String
    /// Of the film that the client shows, as `TIMELINE` said it.
    package var revision: Int
    /// 1 is the film's own.
    package var rate: Double

    package init(id: String, revision: Int, rate: Double) {
        self.id = id
        self.revision = revision
        self.rate = rate
    }

    package func validate() throws(FieldError) {
        try PartyText.checkLabel(id, longest: PartyLimits.textLength, field: "id")
        try PartyNumber.checkRevision(revision)
        guard rate.isFinite, (0.25...4).contains(rate) else {
            throw FieldError(field: "rate", problem: "must be between 0.25 and 4")
        }
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

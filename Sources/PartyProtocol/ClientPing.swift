/// `PING` from a client: asks for the server's clock.
package struct ClientPing: ClientMessage, Equatable {
    package static let type = "PING"

    /// Milliseconds of any clock of the client.
    package var timestamp: Double
    /// Milliseconds that the last ones took there and back.
    package var roundTrip: Double?

    package init(timestamp: Double, roundTrip: Double? = nil) {
        self.timestamp = timestamp
        self.roundTrip = roundTrip
    }

    package func validate() throws(FieldError) {
        guard timestamp.isFinite else { throw FieldError(field: "timestamp", problem: "must be a number") }
        if let roundTrip { try PartyNumber.checkMilliseconds(roundTrip, field: "roundTrip") }
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

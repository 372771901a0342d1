/// `PING`: asks for the server's clock.
package struct ClientPing: ClientMessage, Equatable {
    package static let type = "PING"

    /// Milliseconds of any clock of the client.
    package var timestamp: Double

    package init(timestamp: Double) {
        self.timestamp = timestamp
    }

    package func validate() throws(FieldError) {
        guard timestamp.isFinite else { throw FieldError(field: "timestamp", problem: "must be a number") }
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

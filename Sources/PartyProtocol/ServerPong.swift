/// `PONG`: the client's stamp unchanged, and the server's clock in milliseconds since 1970.
package struct ServerPong: ServerMessage {
    private let type = "PONG"
    package var timestamp: Double
    package var received: Double
    package var sent: Double

    package init(timestamp: Double, received: Double, sent: Double) {
        self.timestamp = timestamp
        self.received = received
        self.sent = sent
    }
}

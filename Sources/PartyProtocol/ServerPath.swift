/// `PATH`: how a member's media travels.
package struct ServerPath: ServerMessage, Equatable {
    private let type = "PATH"
    package var memberId: String
    /// `udp`, `tcp`, `tls`, `turn-udp`, `turn-tcp` or `turn-tls`; `null` while there is none.
    package var path: String?
    /// Milliseconds of the signaling connection.
    package var roundTrip: Double?

    package init(memberId: String, path: String? = nil, roundTrip: Double? = nil) {
        self.memberId = memberId
        self.path = path
        self.roundTrip = roundTrip
    }
}

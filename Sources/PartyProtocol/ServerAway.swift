/// `AWAY`: somebody's connection broke, or is back; the seat is kept meanwhile.
package struct ServerAway: ServerMessage, Equatable {
    private let type = "AWAY"
    package var memberId: String
    package var away: Bool

    package init(memberId: String, away: Bool) {
        self.memberId = memberId
        self.away = away
    }
}

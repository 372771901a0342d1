/// Somebody before the door of a room.
protocol Candidate: Sendable {
    func admitted()
    func turnedAway()
}

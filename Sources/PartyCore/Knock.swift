/// Somebody before the door.
struct Knock: Sendable, Equatable {
    var newcomer: Newcomer
    var until: Double
}

/// Somebody before the door.
struct Knock: Sendable, Equatable {
    var newcomer: Newcomer
    var until: Double
    /// From where somebody was removed not long ago.
    var isSuspicious: Bool
}

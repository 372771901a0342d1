import Bytes

/// The rate that loss allows (draft-ietf-rmcat-gcc-02 §6): below 2 % it goes up, above 10 % down, between it holds.
struct LossControl: Sendable {
    private static let interval = TimeSpan.milliseconds(500)
    private static let fewestPackets = 20

    /// `nil` while loss sets no limit.
    private(set) var rate: Double?
    private var expected = 0
    private var lost = 0
    private var since: MonotonicTime?

    /// Counts packets that feedback speaks of; decides once enough are together. `current` is the rate in use.
    mutating func add(expected: Int, lost: Int, current: Double, maximum: Double, now: MonotonicTime) {
        self.expected += expected
        self.lost += lost
        let start = since ?? now
        since = start
        guard self.expected >= Self.fewestPackets, now - start >= Self.interval else { return }
        decide(Double(self.lost) / Double(self.expected), current: current, maximum: maximum)
        (self.expected, self.lost, since) = (0, 0, now)
    }

    /// - Parameter fraction: 0…1.
    mutating func decide(_ fraction: Double, current: Double, maximum: Double) {
        if fraction > 0.1 {
            rate = current * (1 - 0.5 * min(fraction, 1))
        } else if fraction < 0.02, let limit = rate {
            let next = limit * 1.08 + 1_000
            rate = next >= maximum ? nil : next
        }
    }
}

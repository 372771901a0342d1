/// Allows a number of events a second, and a burst at once.
package struct TokenBucket: Sendable {
    private let perSecond: UInt64
    private let capacity: UInt64
    /// In billionths of a token, so that whole nanoseconds count.
    private var level: UInt64
    private var last: UInt64?

    private static let one: UInt64 = 1_000_000_000

    package init(perSecond: Int, burst: Int) {
        self.perSecond = UInt64(max(1, perSecond))
        capacity = UInt64(max(1, burst)) * Self.one
        level = capacity
    }

    /// Takes one token; false when there is none. `now` is any clock in nanoseconds that never goes back.
    package mutating func take(at now: UInt64) -> Bool {
        refill(now)
        guard level >= Self.one else { return false }
        level -= Self.one
        return true
    }

    private mutating func refill(_ now: UInt64) {
        let passed = now - min(last ?? now, now)
        last = now
        // Full again after `capacity / perSecond`, whatever more has passed.
        guard passed < capacity / perSecond else { return level = capacity }
        level = min(capacity, level + passed * perSecond)
    }
}

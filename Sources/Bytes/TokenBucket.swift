/// Allows a number of events a second, and a burst at once.
public struct TokenBucket: Sendable {
    @usableFromInline let perSecond: UInt64
    @usableFromInline let capacity: UInt64
    /// In billionths of a token, so that whole nanoseconds count.
    @usableFromInline var level: UInt64
    @usableFromInline var last: UInt64?

    @usableFromInline static var one: UInt64 { 1_000_000_000 }

    public init(perSecond: Int, burst: Int) {
        self.perSecond = UInt64(max(1, perSecond))
        capacity = UInt64(max(1, burst)) * Self.one
        level = capacity
    }

    /// Takes one token; false when there is none. `now` is any clock in nanoseconds that never goes back.
    @inlinable
    public mutating func take(at now: UInt64) -> Bool {
        refill(now)
        guard level >= Self.one else { return false }
        level -= Self.one
        return true
    }

    @inlinable
    public mutating func take(at now: MonotonicTime) -> Bool { take(at: UInt64(max(now.nanoseconds, 0))) }

    @usableFromInline
    mutating func refill(_ now: UInt64) {
        let passed = now - min(last ?? now, now)
        last = now
        // Full again after `capacity / perSecond`, whatever more has passed.
        guard passed < capacity / perSecond else { return level = capacity }
        level = min(capacity, level + passed * perSecond)
    }
}

import Bytes

/// A budget per second with a burst of the same size.
struct TokenBucket {
    private let perSecond: Int64
    private var nanotokens: Int64
    private var last: MonotonicTime

    init(perSecond: Int64, now: MonotonicTime) {
        self.perSecond = perSecond
        nanotokens = perSecond &* 1_000_000_000
        last = now
    }

    mutating func take(now: MonotonicTime) -> Bool {
        let elapsed = min(max((now - last).nanoseconds, 0), 1_000_000_000)
        nanotokens = min(nanotokens &+ elapsed &* perSecond, perSecond &* 1_000_000_000)
        last = now
        guard nanotokens >= 1_000_000_000 else { return false }
        nanotokens &-= 1_000_000_000
        return true
    }
}

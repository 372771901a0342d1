import Bytes

/// A budget of bytes per second with a burst of one second.
struct BandwidthMeter: Sendable {
    private let perSecond: Int64
    private var available: Int64
    private var last: MonotonicTime

    /// 0 bytes per second is no limit.
    init(perSecond: Int, now: MonotonicTime) {
        self.perSecond = Int64(min(perSecond, 1 << 40))
        available = self.perSecond
        last = now
    }

    mutating func take(_ count: Int, now: MonotonicTime) -> Bool {
        guard perSecond > 0 else { return true }
        let elapsed = min(max((now - last).microseconds, 0), 1_000_000)
        if elapsed > 0 {
            available = min(perSecond, available + elapsed * perSecond / 1_000_000)
            last = now
        }
        guard available >= Int64(count) else { return false }
        available -= Int64(count)
        return true
    }
}

import Bytes

/// Bits a second over windows of half a second.
struct RateMeter {
    private static let window = TimeSpan.milliseconds(500)
    private var start = MonotonicTime.zero
    private var bytes = 0
    private var last: UInt64 = 0

    @inline(__always)
    mutating func add(_ count: Int, now: MonotonicTime) {
        if now - start >= Self.window { roll(now) }
        bytes &+= count
    }

    /// Falls to 0 when nothing has come for two windows.
    func bitrate(now: MonotonicTime) -> UInt64 {
        now - start >= Self.window * 3 ? 0 : last
    }

    private mutating func roll(_ now: MonotonicTime) {
        let elapsed = max((now - start).milliseconds, 1)
        last = start == .zero ? 0 : UInt64(bytes) &* 8_000 / UInt64(elapsed)
        start = now
        bytes = 0
    }
}

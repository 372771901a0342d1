import Bytes

/// What to put into REMB towards publishers without transport-wide feedback (draft-alvestrand-rmcat-remb-03): enough above what arrives that an
/// encoder can grow, less when packets are lost.
package struct ReceiveEstimator: Sendable {
    package static let minimum: UInt64 = 150_000
    package static let maximum: UInt64 = 5_000_000

    private var windowStart = MonotonicTime.zero
    private var windowBytes = 0
    private var incoming: UInt64 = 0

    package init() {}

    @inlinable
    package mutating func received(bytes: Int, at now: MonotonicTime) { count(bytes, now) }

    @usableFromInline
    mutating func count(_ bytes: Int, _ now: MonotonicTime) {
        if now - windowStart >= .milliseconds(500) {
            let elapsed = UInt64(max((now - windowStart).milliseconds, 1))
            incoming = windowStart == .zero ? 0 : UInt64(max(windowBytes, 0)) &* 8_000 / elapsed
            windowStart = now
            windowBytes = 0
        }
        windowBytes &+= bytes
    }

    /// Bits a second. At first, and while a path carries what is sent, half as much again and at least a megabit: the encoder grows step by step.
    package func bitrate(now: MonotonicTime) -> UInt64 {
        min(max(incoming / 2 &* 3, 1_000_000), Self.maximum)
    }
}

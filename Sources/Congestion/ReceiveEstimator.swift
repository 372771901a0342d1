import Bytes
import RTP

/// What to put into REMB towards publishers without transport-wide feedback (draft-alvestrand-rmcat-remb-03): enough above what arrives that an
/// encoder can grow, less when packets are lost or come later and later.
package struct ReceiveEstimator: Sendable {
    package static let minimum: UInt64 = 150_000
    package static let maximum: UInt64 = 5_000_000
    /// What a path is trusted with before it has shown anything.
    private static let trusted: UInt64 = 1_000_000
    /// How long a limit from congestion holds before it grows away.
    private static let recovery = TimeSpan.seconds(10)

    private var throughput = ThroughputMeter()
    private var groups = PacketGroups()
    private var trend = DelayTrend()
    private var lastSendTime: UInt32?
    /// abs-send-time continued over its wrap every 64 s.
    private var sendClock = MonotonicTime.zero
    private var limit: (bitrate: UInt64, at: MonotonicTime)?

    package init() {}

    package mutating func received(bytes: Int, at now: MonotonicTime) { throughput.add(bytes: bytes, at: now) }

    /// The same for a packet with abs-send-time, which shows growing queues.
    package mutating func received(bytes: Int, absSendTime: UInt32, at now: MonotonicTime) {
        throughput.add(bytes: bytes, at: now)
        if let lastSendTime {
            sendClock = sendClock + AbsoluteSendTime.distance(from: lastSendTime, to: absSendTime)
        }
        lastSendTime = absSendTime
        guard let delta = groups.add(sent: sendClock, arrival: now) else { return }
        trend.add(delta, at: now)
        if trend.usage == .over { restrict(to: 85, now: now) }
    }

    /// Loss of the last report interval in 1/256: above a tenth, half of it is taken off.
    package mutating func lost(fraction: UInt8, now: MonotonicTime) {
        guard fraction > 26 else { return }
        restrict(to: 100 - UInt64(fraction) * 50 / 256, now: now)
    }

    /// Bits a second. While a path carries what is sent, half as much again and at least a megabit: the encoder grows step by step.
    package mutating func bitrate(now: MonotonicTime) -> UInt64 {
        let offered = max(throughput.bitrate(at: now) &* 3 / 2, Self.trusted)
        return min(max(min(offered, limit(at: now)), Self.minimum), Self.maximum)
    }

    private mutating func restrict(to percent: UInt64, now: MonotonicTime) {
        // The effect of one restriction has to arrive before the next.
        if let limit, now - limit.at < .milliseconds(500) { return }
        limit = (max(throughput.bitrate(at: now) &* percent / 100, Self.minimum), now)
    }

    /// Grows by 8 % a second, and ends after a while.
    private func limit(at now: MonotonicTime) -> UInt64 {
        guard let limit, now - limit.at < Self.recovery else { return Self.maximum }
        let seconds = UInt64(clamping: max((now - limit.at).milliseconds, 0))
        return limit.bitrate + limit.bitrate * 8 / 100 * seconds / 1_000
    }
}

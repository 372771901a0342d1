import Bytes
import RTP

/// What a receiver report says about one stream (RFC 3550 §6.4.1, appendices A.3 and A.8).
package struct ReceptionStatistics: Sendable {
    /// A leap over more packets than this is a sender that began anew, not loss (RFC 3550 A.1, MAX_DROPOUT).
    private static let maximumDropout: UInt64 = 3_000

    private let clockRate: Int64
    private var first: UInt64?
    private var highest: UInt64 = 0
    private var received: UInt64 = 0
    private var expectedBefore: UInt64 = 0
    private var receivedBefore: UInt64 = 0
    /// Packets between the last two blocks: how many were expected, and lost; late ones can make the loss negative.
    package private(set) var lastInterval: (expected: Int64, lost: Int64) = (0, 0)
    /// Interarrival jitter in units of the clock, times 16 (A.8).
    private var scaledJitter: Int64 = 0
    private var lastTransit: UInt32?
    private var reportNTP: UInt64 = 0
    private var reportArrival = MonotonicTime.zero

    /// - Parameter clockRate: RTP clock in Hz.
    package init(clockRate: UInt32) { self.clockRate = Int64(max(clockRate, 1)) }

    /// `index` is the extended sequence number. Retransmissions are not received packets here: they would hide the loss.
    package mutating func received(index: UInt64, timestamp: UInt32, at now: MonotonicTime) {
        if let first, index <= highest || index - highest <= Self.maximumDropout {
            self.first = min(first, index)
        } else {
            restart(at: index)
        }
        highest = max(highest, index)
        received &+= 1
        let transit = units(now) &- timestamp
        if let lastTransit { addJitter(Int64(Int32(bitPattern: transit &- lastTransit).magnitude)) }
        lastTransit = transit
    }

    /// The source's sender report, to be named in LSR and DLSR.
    package mutating func senderReport(ntp: UInt64, at now: MonotonicTime) {
        reportNTP = ntp
        reportArrival = now
    }

    package var jitter: TimeSpan {
        TimeSpan(nanoseconds: (scaledJitter >> 4) &* 1_000_000_000 / clockRate)
    }

    /// The block for the next report; the fraction lost is counted since the block before.
    package mutating func reportBlock(ssrc: UInt32, now: MonotonicTime) -> RTCPReportBlock {
        let expected = first.map { highest &- $0 &+ 1 } ?? 0
        let expectedNow = Int64(clamping: expected) - Int64(clamping: expectedBefore)
        let lostNow = expectedNow - (Int64(clamping: received) - Int64(clamping: receivedBefore))
        expectedBefore = expected
        receivedBefore = received
        lastInterval = (max(expectedNow, 0), lostNow)
        let fraction = expectedNow > 0 && lostNow > 0 ? UInt8(clamping: lostNow * 256 / expectedNow) : 0
        return RTCPReportBlock(
            ssrc: ssrc, fractionLost: fraction,
            cumulativeLost: Int32(clamping: Int64(clamping: expected) - Int64(clamping: received)),
            highestSequence: UInt32(truncatingIfNeeded: highest), jitter: UInt32(clamping: scaledJitter >> 4),
            lastSenderReport: UInt32(truncatingIfNeeded: reportNTP >> 16), delaySinceLastSenderReport: delay(now))
    }

    private mutating func restart(at index: UInt64) {
        first = index
        highest = index
        received = 0
        expectedBefore = 0
        receivedBefore = 0
        lastTransit = nil
    }

    private mutating func addJitter(_ difference: Int64) {
        scaledJitter += min(difference, 1 << 30) - (scaledJitter + 8) >> 4
    }

    /// The arrival in units of the RTP clock, modulo 2^32 as timestamps are.
    private func units(_ time: MonotonicTime) -> UInt32 {
        let (seconds, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        // The rest is below 2^30 and the rate below 2^32, so only the seconds may wrap.
        return UInt32(truncatingIfNeeded: seconds &* clockRate &+ rest &* clockRate / 1_000_000_000)
    }

    private func delay(_ now: MonotonicTime) -> UInt32 {
        guard reportNTP != 0 else { return 0 }
        let (seconds, rest) = max((now - reportArrival).nanoseconds, 0).quotientAndRemainder(dividingBy: 1_000_000_000)
        guard seconds < 65_536 else { return .max }
        return UInt32(clamping: seconds << 16 | rest << 16 / 1_000_000_000)
    }
}

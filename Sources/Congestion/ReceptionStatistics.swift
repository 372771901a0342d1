import Bytes
import RTP

/// What a receiver report says about one stream (RFC 3550 §6.4.1, appendices A.3 and A.8).
package struct ReceptionStatistics: Sendable {
    private let clockRate: UInt32
    private var first: UInt64?
    private var highest: UInt64 = 0
    private var received: UInt64 = 0
    private var expectedBefore: UInt64 = 0
    private var receivedBefore: UInt64 = 0
    /// Interarrival jitter in units of the clock, times 16 (A.8).
    private var scaledJitter: Int64 = 0
    private var lastTransit: Int64?
    private var reportNTP: UInt64 = 0
    private var reportArrival = MonotonicTime.zero

    /// - Parameter clockRate: RTP clock in Hz.
    package init(clockRate: UInt32) { self.clockRate = max(clockRate, 1) }

    /// `index` is the extended sequence number. Retransmissions are not received packets here: they would hide the loss.
    package mutating func received(index: UInt64, timestamp: UInt32, at now: MonotonicTime) {
        if first == nil || index < first ?? 0 { first = index }
        highest = max(highest, index)
        received &+= 1
        let arrival = now.microseconds.multipliedReportingOverflow(by: Int64(clockRate)).partialValue / 1_000_000
        let transit = Int64(Int32(truncatingIfNeeded: arrival &- Int64(timestamp)))
        if let lastTransit {
            let difference = Int64(Int32(truncatingIfNeeded: transit &- lastTransit)).magnitude
            scaledJitter += Int64(min(difference, 1 << 30)) - (scaledJitter + 8) >> 4
        }
        lastTransit = transit
    }

    /// The source's sender report, to be named in LSR and DLSR.
    package mutating func senderReport(ntp: UInt64, at now: MonotonicTime) {
        reportNTP = ntp
        reportArrival = now
    }

    package var jitter: TimeSpan {
        TimeSpan(nanoseconds: (scaledJitter >> 4) &* 1_000_000_000 / Int64(clockRate))
    }

    /// The block for the next report; the fraction lost is counted since the block before.
    package mutating func reportBlock(ssrc: UInt32, now: MonotonicTime) -> RTCPReportBlock {
        let expected = first.map { highest - $0 + 1 } ?? 0
        let expectedNow = Int64(clamping: expected &- expectedBefore)
        let lostNow = expectedNow - Int64(clamping: received &- receivedBefore)
        expectedBefore = expected
        receivedBefore = received
        let fraction = expectedNow > 0 && lostNow > 0 ? UInt8(clamping: lostNow * 256 / expectedNow) : 0
        return RTCPReportBlock(
            ssrc: ssrc, fractionLost: fraction,
            cumulativeLost: Int32(clamping: Int64(clamping: expected) - Int64(clamping: received)),
            highestSequence: UInt32(truncatingIfNeeded: highest), jitter: UInt32(clamping: scaledJitter >> 4),
            lastSenderReport: UInt32(truncatingIfNeeded: reportNTP >> 16), delaySinceLastSenderReport: delay(now))
    }

    private func delay(_ now: MonotonicTime) -> UInt32 {
        guard reportNTP != 0 else { return 0 }
        return UInt32(clamping: max((now - reportArrival).microseconds, 0) &* 65_536 / 1_000_000)
    }
}

import Bytes

/// What a receiver says about one source (RFC 3550 §6.4.1).
package struct RTCPReportBlock: Sendable, Equatable {
    package static let count = 24

    package var ssrc: UInt32
    /// Loss since the last report, in 1/256.
    package var fractionLost: UInt8
    /// Since the beginning, 24 bits signed: duplicates can make it negative.
    package var cumulativeLost: Int32
    /// Cycles in the upper 16 bits.
    package var highestSequence: UInt32
    /// In units of the RTP clock.
    package var jitter: UInt32
    /// Compact NTP time of the last sender report, 0 if none.
    package var lastSenderReport: UInt32
    /// Since its arrival, in 1/65536 s.
    package var delaySinceLastSenderReport: UInt32

    package init(
        ssrc: UInt32, fractionLost: UInt8, cumulativeLost: Int32, highestSequence: UInt32, jitter: UInt32,
        lastSenderReport: UInt32 = 0, delaySinceLastSenderReport: UInt32 = 0
    ) {
        self.ssrc = ssrc
        self.fractionLost = fractionLost
        self.cumulativeLost = cumulativeLost
        self.highestSequence = highestSequence
        self.jitter = jitter
        self.lastSenderReport = lastSenderReport
        self.delaySinceLastSenderReport = delaySinceLastSenderReport
    }

    init?(_ body: RawSpan, at offset: Int) {
        guard let bytes = body.slice(at: offset, count: Self.count), let ssrc = bytes.uint32(at: 0),
            let fraction = bytes.uint8(at: 4), let lost = bytes.uint24(at: 5), let highest = bytes.uint32(at: 8),
            let jitter = bytes.uint32(at: 12), let report = bytes.uint32(at: 16), let delay = bytes.uint32(at: 20)
        else { return nil }
        self.init(
            ssrc: ssrc, fractionLost: fraction, cumulativeLost: Int32(bitPattern: lost << 8) >> 8,
            highestSequence: highest, jitter: jitter, lastSenderReport: report, delaySinceLastSenderReport: delay)
    }

    /// Round-trip time (RFC 3550 §6.4.1, figure 2) in 1/65536 s, when the report names a sender report of ours.
    /// `compactNTP` is when this block arrived, on the clock of our sender reports. Nil when the numbers cannot be true.
    package func roundTrip(at compactNTP: UInt32) -> UInt32? {
        guard lastSenderReport != 0 else { return nil }
        let elapsed = compactNTP &- lastSenderReport
        guard elapsed < 0x8000_0000, delaySinceLastSenderReport <= elapsed else { return nil }
        return elapsed &- delaySinceLastSenderReport
    }
}

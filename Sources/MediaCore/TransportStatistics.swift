import Bytes

/// What one transport has carried since it was opened. Read now and then, never on the packet's path.
package struct TransportStatistics: Sendable, Equatable {
    /// Bytes of authentic SRTP and SRTCP from the client, without UDP and IP headers.
    package var bytesReceived: UInt64 = 0
    /// Bytes of SRTP and SRTCP to the client, retransmissions among them.
    package var bytesSent: UInt64 = 0
    /// Packets that the client has numbered, and those of them that did not come at first (RFC 3550 A.3).
    package var packetsExpected: Int64 = 0
    package var packetsLost: Int64 = 0
    /// The same of what the client was sent, as its receiver reports tell.
    package var reportedExpected: Int64 = 0
    package var reportedLost: Int64 = 0
    /// From the newest receiver report (RFC 3550 §6.4.1); nil before the first.
    package var roundTrip: TimeSpan?

    package init() {}

    /// The part of the packets that was lost since `earlier`, in the direction where it was worse: 0 to 1, nil when nothing was expected.
    package func loss(since earlier: TransportStatistics) -> Double? {
        let up = Self.share(packetsLost - earlier.packetsLost, of: packetsExpected - earlier.packetsExpected)
        let down = Self.share(reportedLost - earlier.reportedLost, of: reportedExpected - earlier.reportedExpected)
        return [up, down].compactMap { $0 }.max()
    }

    private static func share(_ lost: Int64, of expected: Int64) -> Double? {
        guard expected > 0 else { return nil }
        return min(max(Double(lost) / Double(expected), 0), 1)
    }
}

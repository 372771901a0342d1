/// The sender's part of an SR (RFC 3550 §6.4.1).
package struct RTCPSenderReport: Sendable, Equatable {
    package var ssrc: UInt32
    /// Seconds since 1900 as 32.32 fixed point.
    package var ntp: UInt64
    package var rtpTimestamp: UInt32
    package var packetCount: UInt32
    package var octetCount: UInt32

    package init(ssrc: UInt32, ntp: UInt64, rtpTimestamp: UInt32, packetCount: UInt32, octetCount: UInt32) {
        self.ssrc = ssrc
        self.ntp = ntp
        self.rtpTimestamp = rtpTimestamp
        self.packetCount = packetCount
        self.octetCount = octetCount
    }

    /// The middle 32 bits of `ntp`, by which receivers name this report in LSR.
    package var compactNTP: UInt32 { UInt32(truncatingIfNeeded: ntp >> 16) }
}

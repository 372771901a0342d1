/// RRTR (RFC 3611 §4.4) and DLRR (§4.5).
package enum RTCPExtendedReport: Sendable, Equatable {
    /// The receiver's clock, as in a sender report.
    case referenceTime(ntp: UInt64)
    /// Compact NTP time of the last reference time from `ssrc`, and the delay since in 1/65536 s.
    case delaySinceReferenceTime(ssrc: UInt32, lastReference: UInt32, delay: UInt32)
}

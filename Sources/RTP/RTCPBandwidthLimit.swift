import Bytes

/// REMB: the bitrate that a receiver can take in all (draft-alvestrand-rmcat-remb-03 §2.2).
package struct RTCPBandwidthLimit: Sendable, Equatable {
    /// "REMB".
    static let identifier: UInt32 = 0x5245_4d42

    /// In bit/s; saturates.
    package let bitrate: UInt64
    /// The number of streams it is about.
    package let ssrcCount: Int

    /// `nil` when fewer SSRCs are there than announced.
    init?(_ body: RawSpan) {
        guard let count = body.uint8(at: 12), let first = body.uint8(at: 13), let rest = body.uint16(at: 14),
            body.holds(Int(count) * 4, at: 16)
        else { return nil }
        let exponent = UInt64(first >> 2)
        let mantissa = UInt64(first & 3) << 16 | UInt64(rest)
        bitrate = mantissa.leadingZeroBitCount >= Int(exponent) ? mantissa << exponent : .max
        ssrcCount = Int(count)
    }
}

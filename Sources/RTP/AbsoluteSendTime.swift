import Bytes

/// The 24-bit time of the abs-send-time extension: seconds as 6.18 fixed point, wrapping every 64 s.
package enum AbsoluteSendTime {
    /// Units a second.
    package static let frequency: Int64 = 1 << 18

    @inlinable
    package static func value(at time: MonotonicTime) -> UInt32 {
        let (seconds, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let units = (seconds & 63) &* 262_144 &+ rest &* 262_144 / 1_000_000_000
        return UInt32(truncatingIfNeeded: units) & 0xff_ffff
    }

    /// Distance from one value to a later or earlier one, taking the shorter way round.
    @inlinable
    package static func distance(from earlier: UInt32, to later: UInt32) -> TimeSpan {
        let units = Int32(bitPattern: (later &- earlier) << 8) >> 8
        return TimeSpan(nanoseconds: Int64(units) &* 1_000_000_000 / 262_144)
    }
}

/// 32.32 fixed-point seconds of RFC 3550 §4.
enum NTPTime {
    static func units(of nanoseconds: Int64) -> UInt64 {
        let nanoseconds = max(nanoseconds, 0)
        let seconds = UInt64(nanoseconds / 1_000_000_000)
        let rest = UInt64(nanoseconds % 1_000_000_000)
        return seconds << 32 | (rest << 32) / 1_000_000_000
    }

    /// The middle 32 bits: 1/65536 s.
    static func compact(_ units: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: units >> 16) }
}

/// The payload types and plain headers that model peers use.
enum ModelRTP {
    static let vp8: UInt8 = 96
    static let vp8RTX: UInt8 = 97
    /// Offered by publishers and understood by no viewer.
    static let vp9: UInt8 = 98
    static let opus: UInt8 = 111

    static func header(
        payloadType: UInt8, marker: Bool, sequence: UInt16, timestamp: UInt32, ssrc: UInt32
    ) -> [UInt8] {
        [0x80, payloadType | (marker ? 0x80 : 0)] + bytes(UInt32(sequence), 2) + bytes(timestamp, 4) + bytes(ssrc, 4)
    }

    private static func bytes(_ value: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).reversed().map { UInt8(truncatingIfNeeded: value >> UInt32($0 * 8)) }
    }
}

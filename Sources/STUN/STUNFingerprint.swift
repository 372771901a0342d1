import Bytes

/// CRC-32 of ITU V.42 over the message, XORed so that it differs from other protocols' CRCs (RFC 8489 §14.7).
enum STUNFingerprint {
    static func value(of message: borrowing RawSpan) -> UInt32 {
        var crc: UInt32 = 0xffff_ffff
        for offset in 0..<message.byteCount {
            let byte = message.uint8(at: offset) ?? 0
            crc = table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ crc >> 8
        }
        return ~crc ^ 0x5354_554e
    }

    private static let table: [256 of UInt32] = .init { index in
        var remainder = UInt32(index)
        for _ in 0..<8 { remainder = remainder & 1 == 0 ? remainder >> 1 : remainder >> 1 ^ 0xedb8_8320 }
        return remainder
    }
}

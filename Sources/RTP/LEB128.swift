import Bytes

/// An unsigned number in groups of seven bits, least significant first, at most eight bytes (AV1 §4.10.5).
struct LEB128 {
    let value: UInt64
    let count: Int

    init?(_ bytes: RawSpan, at offset: Int) {
        var sum: UInt64 = 0
        for index in 0..<8 {
            guard let byte = bytes.uint8(at: offset + index) else { return nil }
            sum |= UInt64(byte & 0x7f) << UInt64(index * 7)
            if byte & 0x80 == 0 {
                value = sum
                count = index + 1
                return
            }
        }
        return nil
    }
}

import Bytes

/// Reads bits, most significant first. A read beyond the end answers nil and leaves the position where it was.
struct BitReader: ~Escapable {
    private let bytes: RawSpan
    private var position = 0

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    /// At most 32 bits.
    @_lifetime(self: copy self)
    mutating func bits(_ count: Int) -> UInt32? {
        guard count >= 0, count <= 32, count <= bytes.byteCount * 8 - position else { return nil }
        var value: UInt32 = 0
        for place in position..<(position + count) {
            let byte = bytes.uint8(at: place >> 3) ?? 0
            value = value << 1 | UInt32(byte >> UInt8(7 - place & 7) & 1)
        }
        position += count
        return value
    }

    @_lifetime(self: copy self)
    mutating func flag() -> Bool? { bits(1).map { $0 == 1 } }
}

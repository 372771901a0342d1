// Every read of network bytes in the product goes through this file: a read outside the span gives nil, never a trap.

extension RawSpan {
    @inlinable
    public func uint8(at offset: Int) -> UInt8? {
        guard offset >= 0, offset < byteCount else { return nil }
        return unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    }

    @inlinable
    public func uint16(at offset: Int) -> UInt16? {
        guard holds(2, at: offset) else { return nil }
        return UInt16(bigEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt16.self))
    }

    /// Three bytes, as in abs-send-time and REMB.
    @inlinable
    public func uint24(at offset: Int) -> UInt32? {
        guard let high = uint8(at: offset), let low = uint16(at: offset + 1) else { return nil }
        return UInt32(high) << 16 | UInt32(low)
    }

    @inlinable
    public func uint32(at offset: Int) -> UInt32? {
        guard holds(4, at: offset) else { return nil }
        return UInt32(bigEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
    }

    @inlinable
    public func uint64(at offset: Int) -> UInt64? {
        guard holds(8, at: offset) else { return nil }
        return UInt64(bigEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
    }

    /// The bytes `offset ..< offset + count`, or nil when any of them lies outside.
    @inlinable
    @_lifetime(copy self)
    public func slice(at offset: Int, count: Int) -> RawSpan? {
        guard count >= 0, holds(count, at: offset) else { return nil }
        return extracting(offset..<(offset + count))
    }

    /// Whether `count` bytes lie at `offset`. Subtracts instead of adding, so that no hostile number overflows.
    @inlinable
    public func holds(_ count: Int, at offset: Int) -> Bool {
        offset >= 0 && offset <= byteCount && count <= byteCount - offset
    }

    public func array() -> [UInt8] {
        withUnsafeBytes { Array($0) }
    }

    public func elementsEqual(_ other: borrowing RawSpan) -> Bool {
        guard byteCount == other.byteCount else { return false }
        for index in 0..<byteCount where uint8(at: index) != other.uint8(at: index) { return false }
        return true
    }
}

/// A cursor over bytes from the network. Each read answers nil at the end and then leaves the cursor where it was.
public struct ByteReader: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline var position: Int

    @inlinable
    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) {
        self.bytes = bytes
        position = 0
    }

    @inlinable public var offset: Int { position }
    @inlinable public var remaining: Int { bytes.byteCount - position }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func uint8() -> UInt8? {
        guard let value = bytes.uint8(at: position) else { return nil }
        position += 1
        return value
    }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func uint16() -> UInt16? {
        guard let value = bytes.uint16(at: position) else { return nil }
        position += 2
        return value
    }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func uint24() -> UInt32? {
        guard let value = bytes.uint24(at: position) else { return nil }
        position += 3
        return value
    }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func uint32() -> UInt32? {
        guard let value = bytes.uint32(at: position) else { return nil }
        position += 4
        return value
    }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func uint64() -> UInt64? {
        guard let value = bytes.uint64(at: position) else { return nil }
        position += 8
        return value
    }

    @inlinable
    @_lifetime(self: copy self)
    @_lifetime(copy self)
    public mutating func slice(_ count: Int) -> RawSpan? {
        guard let slice = bytes.slice(at: position, count: count) else { return nil }
        position += count
        return slice
    }

    /// False when fewer than `count` bytes remain.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func skip(_ count: Int) -> Bool {
        guard count >= 0, count <= remaining else { return false }
        position += count
        return true
    }
}

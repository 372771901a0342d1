/// A cursor that appends to fixed memory. A write that does not fit is left out and makes `overflowed` true, so a message is checked once, at its end.
public struct ByteWriter: ~Copyable, ~Escapable {
    @usableFromInline var bytes: MutableRawSpan
    @usableFromInline var position: Int
    @usableFromInline var full: Bool

    @inlinable
    @_lifetime(copy bytes)
    public init(_ bytes: consuming MutableRawSpan) {
        self.bytes = bytes
        position = 0
        full = false
    }

    /// Bytes written so far.
    @inlinable public var count: Int { position }
    @inlinable public var overflowed: Bool { full }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func write(_ value: UInt8) { advance(1, bytes.store(value, at: position)) }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func write(_ value: UInt16) { advance(2, bytes.store(value, at: position)) }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func write24(_ value: UInt32) { advance(3, bytes.store24(value, at: position)) }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func write(_ value: UInt32) { advance(4, bytes.store(value, at: position)) }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func write(_ value: UInt64) { advance(8, bytes.store(value, at: position)) }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func write(_ source: borrowing RawSpan) {
        advance(source.byteCount, bytes.copy(source, at: position))
    }

    @_lifetime(self: copy self)
    public mutating func write(_ source: some Sequence<UInt8>) {
        for byte in source { write(byte) }
    }

    /// Patches a length or count that was not known when its place was written.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func patch(_ value: UInt16, at offset: Int) {
        guard offset + 2 <= position else { return }
        bytes.store(value, at: offset)
    }

    @inlinable
    @_lifetime(self: copy self)
    public mutating func patch(_ value: UInt8, at offset: Int) {
        guard offset < position else { return }
        bytes.store(value, at: offset)
    }

    @inlinable
    @_lifetime(self: copy self)
    mutating func advance(_ count: Int, _ written: Bool) {
        if written { position += count } else { full = true }
    }
}

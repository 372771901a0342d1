// Every patch of bytes that are sent goes through this file. A write that does not fit changes nothing and answers false.

extension MutableRawSpan {
    @inlinable
    @discardableResult
    @_lifetime(self: copy self)
    public mutating func store(_ value: UInt8, at offset: Int) -> Bool {
        guard holds(1, at: offset) else { return false }
        storeBytes(of: value, toUncheckedByteOffset: offset, as: UInt8.self)
        return true
    }

    @inlinable
    @discardableResult
    @_lifetime(self: copy self)
    public mutating func store(_ value: UInt16, at offset: Int) -> Bool {
        guard holds(2, at: offset) else { return false }
        storeBytes(of: value.bigEndian, toUncheckedByteOffset: offset, as: UInt16.self)
        return true
    }

    /// The low 24 bits.
    @inlinable
    @discardableResult
    @_lifetime(self: copy self)
    public mutating func store24(_ value: UInt32, at offset: Int) -> Bool {
        guard holds(3, at: offset) else { return false }
        store(UInt8(truncatingIfNeeded: value >> 16), at: offset)
        return store(UInt16(truncatingIfNeeded: value), at: offset + 1)
    }

    @inlinable
    @discardableResult
    @_lifetime(self: copy self)
    public mutating func store(_ value: UInt32, at offset: Int) -> Bool {
        guard holds(4, at: offset) else { return false }
        storeBytes(of: value.bigEndian, toUncheckedByteOffset: offset, as: UInt32.self)
        return true
    }

    @inlinable
    @discardableResult
    @_lifetime(self: copy self)
    public mutating func store(_ value: UInt64, at offset: Int) -> Bool {
        guard holds(8, at: offset) else { return false }
        storeBytes(of: value.bigEndian, toUncheckedByteOffset: offset, as: UInt64.self)
        return true
    }

    /// Copies all of `source` to `offset`.
    @inlinable
    @discardableResult
    @_lifetime(self: copy self)
    public mutating func copy(_ source: borrowing RawSpan, at offset: Int) -> Bool {
        let count = source.byteCount
        guard holds(count, at: offset) else { return false }
        guard count > 0 else { return true }
        source.withUnsafeBytes { from in
            withUnsafeMutableBytes { to in
                (to.baseAddress! + offset).copyMemory(from: from.baseAddress!, byteCount: count)
            }
        }
        return true
    }

    @inlinable
    public func holds(_ count: Int, at offset: Int) -> Bool {
        offset >= 0 && offset <= byteCount && count <= byteCount - offset
    }
}

/// A fixed number of equal slots of memory for datagrams, allocated once. Pages are touched only when used.
public final class PacketSlab {
    public let slotSize: Int
    public let slotCount: Int
    @usableFromInline let base: UnsafeMutableRawPointer

    public init(slotCount: Int, slotSize: Int) {
        precondition(slotCount > 0 && slotSize > 0)
        self.slotCount = slotCount
        self.slotSize = slotSize
        base = .allocate(byteCount: slotCount * slotSize, alignment: 64)
    }

    deinit { base.deallocate() }

    /// The first `count` bytes of a slot.
    @inlinable
    @_lifetime(borrow self)
    public func bytes(of slot: Int, count: Int) -> RawSpan {
        precondition(slot >= 0 && slot < slotCount && count >= 0 && count <= slotSize)
        let span = RawSpan(_unsafeStart: base + slot * slotSize, byteCount: count)
        return _overrideLifetime(span, borrowing: self)
    }

    /// The first `count` bytes of a slot, for writing. Two callers must not hold the same slot: slots are handed out by `SendQueue` or owned by one receive batch.
    @inlinable
    @_lifetime(borrow self)
    public func mutableBytes(of slot: Int, count: Int) -> MutableRawSpan {
        precondition(slot >= 0 && slot < slotCount && count >= 0 && count <= slotSize)
        let span = MutableRawSpan(_unsafeStart: base + slot * slotSize, byteCount: count)
        return _overrideLifetime(span, borrowing: self)
    }

    /// Start of a slot, for system calls that take addresses (EventLoop).
    @inlinable
    public func address(of slot: Int) -> UnsafeMutableRawPointer {
        precondition(slot >= 0 && slot < slotCount)
        return base + slot * slotSize
    }
}

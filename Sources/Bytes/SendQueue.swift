/// Datagrams that wait for the end of the turn: one behind the other in memory, linked per destination in the order they were written,
/// so that the socket can send equal-sized runs to one receiver as one system call. The socket and the simulator drain it alike.
public struct SendQueue: ~Copyable {
    public static let slotSize = 1536

    /// A datagram: `count` bytes from `offset` of the queue's memory.
    public struct Entry {
        public var destination: SocketAddress
        public var offset: UInt32
        public var count: UInt16
        /// A TURN channel whose header goes before the bytes (RFC 8656 §12.4), or 0.
        public var channel: UInt16 = 0
        /// Next entry to the same destination this turn, or -1.
        public var next: Int32

        @inlinable
        init(destination: SocketAddress, offset: UInt32, count: UInt16, next: Int32) {
            self.destination = destination
            self.offset = offset
            self.count = count
            self.next = next
        }
    }

    @usableFromInline let base: UnsafeMutableRawPointer
    @usableFromInline let slotCount: Int
    @usableFromInline var entries: UnsafeMutablePointer<Entry>
    /// First entry of each destination, in the order in which destinations were first written to.
    @usableFromInline var heads: UnsafeMutablePointer<Int32>
    @usableFromInline var used = 0
    /// Bytes of all entries; never more than a slot's for each.
    @usableFromInline var usedBytes = 0
    @usableFromInline var destinations = 0
    @usableFromInline var currentTurn: UInt32 = 1

    public init(capacity: Int) {
        precondition(capacity > 0 && capacity <= Int(Int32.max) / Self.slotSize)
        base = .allocate(byteCount: capacity * Self.slotSize, alignment: 64)
        slotCount = capacity
        entries = .allocate(capacity: capacity)
        heads = .allocate(capacity: capacity)
    }

    deinit {
        base.deallocate()
        entries.deallocate()
        heads.deallocate()
    }

    @inlinable public var capacity: Int { slotCount }
    @inlinable public var count: Int { used }
    @inlinable public var free: Int { slotCount - used }
    @inlinable public var isEmpty: Bool { used == 0 }
    /// Number of different destinations this turn, as far as their tails were passed along.
    @inlinable public var destinationCount: Int { destinations }

    /// The slot that the next `commit` will queue, or nil when the queue is full.
    ///
    /// Not tied to a borrow of the queue, so that a machine can fill the slot while it changes its own state: the memory never moves
    /// and lives as long as the queue. Write to it before the next `commit` only.
    @inlinable
    @_lifetime(immortal)
    public func nextSlot() -> MutableRawSpan? {
        guard used < slotCount else { return nil }
        let span = MutableRawSpan(_unsafeStart: base + usedBytes, byteCount: Self.slotSize)
        return _overrideLifetime(span, copying: ())
    }

    /// Queues the first `count` bytes of the next slot. `tail` is the destination's own memory of its last entry: keep one per destination, `SendTail()` at first.
    @inlinable
    public mutating func commit(_ count: Int, to destination: SocketAddress, tail: inout SendTail) {
        precondition(used < slotCount && count <= Self.slotSize)
        let index = Int32(used)
        entries[used] = Entry(destination: destination, offset: UInt32(usedBytes), count: UInt16(count), next: -1)
        if tail.turn == currentTurn {
            entries[Int(tail.index)].next = index
        } else {
            heads[destinations] = index
            destinations += 1
        }
        tail = SendTail(turn: currentTurn, index: index)
        used += 1
        usedBytes += count
    }

    /// Whether a tail is of this turn, and what it leads to goes to `destination`.
    @inlinable
    public func isTail(_ tail: SendTail, of destination: SocketAddress) -> Bool {
        tail.turn == currentTurn && Int(tail.index) < used && entries[Int(tail.index)].destination == destination
    }

    /// First entry of the n-th destination, or -1 when it was skipped.
    @inlinable
    public func head(_ destination: Int) -> Int {
        precondition(destination < destinations)
        return Int(heads[destination])
    }

    /// Takes the n-th destination out of the turn, for whoever sends its datagrams in another way: its head becomes -1.
    @inlinable
    public mutating func skip(_ destination: Int) {
        precondition(destination < destinations)
        heads[destination] = -1
    }

    /// Sends the n-th destination's datagrams elsewhere: to a TURN client that has bound `channel` to where they were going.
    public mutating func redirect(_ destination: Int, to client: SocketAddress, channel: UInt16) {
        precondition(destination < destinations)
        var next = Int(heads[destination])
        while next >= 0 {
            entries[next].destination = client
            entries[next].channel = channel
            next = Int(entries[next].next)
        }
    }

    @inlinable
    public func entry(_ index: Int) -> Entry {
        precondition(index >= 0 && index < used)
        return entries[index]
    }

    @inlinable
    @_lifetime(borrow self)
    public func bytes(of index: Int) -> RawSpan { _overrideLifetime(lastingBytes(of: index), borrowing: self) }

    /// Where an entry's bytes begin, for system calls that take addresses.
    @inlinable
    public func address(of index: Int) -> UnsafeMutableRawPointer { base + Int(entry(index).offset) }

    /// Like `bytes(of:)`, for whoever adds to the queue what this entry holds: the memory never moves, and what is committed is not written to again
    /// in this turn.
    @inlinable
    @_lifetime(immortal)
    public func lastingBytes(of index: Int) -> RawSpan {
        let span = RawSpan(_unsafeStart: address(of: index), byteCount: Int(entry(index).count))
        return _overrideLifetime(span, copying: ())
    }

    /// Empties the queue: a new turn begins and all tails are forgotten.
    @inlinable
    public mutating func removeAll() {
        used = 0
        usedBytes = 0
        destinations = 0
        currentTurn &+= 1
        if currentTurn == 0 { currentTurn = 1 }
    }

    /// Queues a copy of a datagram that was made elsewhere. False when it does not fit.
    @discardableResult
    public mutating func append(_ datagram: [UInt8], to destination: SocketAddress, tail: inout SendTail) -> Bool {
        guard var slot = nextSlot(), slot.copy(datagram.span.bytes, at: 0) else { return false }
        commit(datagram.count, to: destination, tail: &tail)
        return true
    }
}

import Bytes
import Synchronization

/// A bounded queue of datagrams from exactly one thread to exactly one other.
package final class PacketRing: @unchecked Sendable {
    package static let slotSize = 2048

    package struct Header {
        /// What the two threads agree on; the ring does not look at it.
        package var kind: UInt8
        package var address: SocketAddress
        package var count: Int

        package init(kind: UInt8, address: SocketAddress, count: Int) {
            self.kind = kind
            self.address = address
            self.count = count
        }
    }

    private let slab: PacketSlab
    private let headers: UnsafeMutablePointer<Header>
    private let capacity: Int
    /// Number of the next slot to read; written by the reader.
    private let head = Atomic<Int>(0)
    /// Number of the next slot to write; written by the writer.
    private let tail = Atomic<Int>(0)

    package init(capacity: Int = 512) {
        self.capacity = capacity
        slab = PacketSlab(slotCount: capacity, slotSize: Self.slotSize)
        headers = .allocate(capacity: capacity)
    }

    deinit { headers.deallocate() }

    /// False when the ring is full or the datagram too large: the datagram is lost and to be counted.
    package func push(kind: UInt8, address: SocketAddress, _ bytes: borrowing RawSpan) -> Bool {
        let position = tail.load(ordering: .relaxed)
        guard position - head.load(ordering: .acquiring) < capacity, bytes.byteCount <= Self.slotSize else {
            return false
        }
        let slot = position % capacity
        headers[slot] = Header(kind: kind, address: address, count: bytes.byteCount)
        let slab = slab
        var memory = slab.mutableBytes(of: slot, count: bytes.byteCount)
        memory.copy(bytes, at: 0)
        tail.store(position + 1, ordering: .releasing)
        return true
    }

    /// The oldest datagram's header, or nil when the ring is empty. Its bytes stay readable until `pop`.
    package func first() -> Header? {
        let position = head.load(ordering: .relaxed)
        guard position < tail.load(ordering: .acquiring) else { return nil }
        return headers[position % capacity]
    }

    /// The bytes of the datagram that `first` described.
    @_lifetime(borrow self)
    package func firstBytes(count: Int) -> MutableRawSpan {
        let slab = slab
        let slot = head.load(ordering: .relaxed) % capacity
        let span = slab.mutableBytes(of: slot, count: count)
        return _overrideLifetime(span, borrowing: self)
    }

    package func pop() {
        head.store(head.load(ordering: .relaxed) + 1, ordering: .releasing)
    }
}

import Bytes
import CLinux

/// Memory for one `recvmmsg`, and what the last one brought.
package struct ReceiveBatch: ~Copyable {
    /// Larger datagrams are not ours: they arrive with length 0 and are dropped.
    package static let datagramSize = 2048

    private let slab = PacketSlab(slotCount: Int(CLINUX_RECEIVE_BATCH), slotSize: datagramSize)
    private let receiver: OpaquePointer
    package private(set) var count = 0

    package init() {
        receiver = clinux_receiver_create(slab.address(of: 0), UInt32(Self.datagramSize))
    }

    deinit { clinux_receiver_destroy(receiver) }

    /// Receives what is there without waiting. Returns false when nothing was.
    package mutating func receive(from descriptor: Int32) -> Bool {
        count = Int(max(0, clinux_receive(receiver, descriptor)))
        return count > 0
    }

    package var isFull: Bool { count == Int(CLINUX_RECEIVE_BATCH) }

    /// Source of the n-th datagram and its length in bytes.
    package func header(_ index: Int) -> (source: SocketAddress, count: Int) {
        var address = clinux_address()
        let count = clinux_received(receiver, Int32(index), &address)
        return (SocketAddress(address), min(Int(count), Self.datagramSize))
    }

    @_lifetime(borrow self)
    package func bytes(_ index: Int, count: Int) -> MutableRawSpan {
        let span = slab.mutableBytes(of: index, count: count)
        return _overrideLifetime(span, borrowing: self)
    }

    /// A copy of the n-th datagram, for whoever is in no hurry.
    package func array(_ index: Int) -> [UInt8] {
        let count = header(index).count
        let slab = slab
        return slab.bytes(of: index, count: count).array()
    }
}

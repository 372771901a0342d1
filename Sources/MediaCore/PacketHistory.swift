import Bytes
import RTP

/// The last packets of an encoding in plaintext, for retransmission to any of its receivers. Memory comes with the first packet.
struct PacketHistory: ~Copyable {
    /// Larger packets are forwarded but not remembered.
    static let packetSize = 1472

    private struct Entry {
        var index: UInt64
        var count: Int
        var layout: RTPLayout
    }

    private let capacity: Int
    private let slab: PacketSlab
    private let entries: UnsafeMutablePointer<Entry?>

    /// - Parameter capacity: packets, a power of two.
    init(capacity: Int) {
        precondition(capacity > 0 && capacity & (capacity - 1) == 0)
        self.capacity = capacity
        slab = PacketSlab(slotCount: capacity, slotSize: Self.packetSize)
        entries = .allocate(capacity: capacity)
        entries.initialize(repeating: nil, count: capacity)
    }

    deinit { entries.deallocate() }

    /// Remembers a packet under its extended sequence number, in the place of the one `capacity` before it.
    mutating func store(_ packet: RawSpan, layout: RTPLayout, index: UInt64) {
        guard packet.byteCount <= Self.packetSize else { return }
        let place = place(of: index)
        entries[place] = Entry(index: index, count: packet.byteCount, layout: layout)
        let slab = slab
        var memory = slab.mutableBytes(of: place, count: packet.byteCount)
        memory.copy(packet, at: 0)
    }

    func contains(_ index: UInt64) -> Bool { entries[place(of: index)]?.index == index }

    func layout(of index: UInt64) -> RTPLayout? {
        guard let entry = entries[place(of: index)], entry.index == index else { return nil }
        return entry.layout
    }

    /// The bytes of a packet that `contains` confirmed; valid until the next `store`.
    @_lifetime(immortal)
    func bytes(of index: UInt64) -> RawSpan {
        let place = place(of: index)
        let span = RawSpan(_unsafeStart: slab.address(of: place), byteCount: entries[place]?.count ?? 0)
        return _overrideLifetime(span, copying: ())
    }

    private func place(of index: UInt64) -> Int { Int(truncatingIfNeeded: index) & (capacity - 1) }
}

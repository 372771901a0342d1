import Bytes

/// Datagrams between the server and its peers in virtual time: the same way each time from one seed.
struct VirtualNetwork {
    private var generator: SeededGenerator
    /// A binary heap by arrival.
    private var heap: [VirtualDatagram] = []
    private var order: UInt64 = 0

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    var nextArrival: MonotonicTime { heap.first?.arrival ?? .never }

    mutating func send(
        _ bytes: [UInt8], from source: SocketAddress, to destination: SocketAddress, over link: inout Link,
        at now: MonotonicTime
    ) {
        for arrival in link.arrivals(of: bytes.count, at: now, using: &generator) {
            order += 1
            push(
                VirtualDatagram(arrival: arrival, order: order, source: source, destination: destination, bytes: bytes))
        }
    }

    mutating func receive(until now: MonotonicTime) -> VirtualDatagram? {
        guard let first = heap.first, first.arrival <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            sink()
        }
        return first
    }

    private mutating func push(_ datagram: VirtualDatagram) {
        heap.append(datagram)
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func sink() {
        var parent = 0
        while true {
            let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < heap.count }
            guard let least = children.min(by: { heap[$0].isBefore(heap[$1]) }), heap[least].isBefore(heap[parent])
            else {
                return
            }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}

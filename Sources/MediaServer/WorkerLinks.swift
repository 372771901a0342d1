import Bytes
import EventLoop
import MediaCore

/// A worker's rings to and from the others, and which addresses the others have claimed.
///
/// The kernel spreads clients over the workers' sockets by their addresses and knows nothing of rooms, so with n workers (n − 1)/n of all datagrams
/// arrive at a worker that does not own their room.
struct WorkerLinks {
    private let index: Int
    /// Indexed by worker; nil at our own place.
    private let outgoing: [PacketRing?]
    let incoming: [PacketRing?]
    private let loops: [EventLoop]
    private var owners: [SocketAddress: Int] = [:]
    private var touched: Set<Int> = []
    /// Claims that found a ring full; a lost claim would cut a client off, so they are tried again.
    private var pending: [(worker: Int, kind: HandoverKind, address: SocketAddress)] = []

    init(index: Int, outgoing: [PacketRing?], incoming: [PacketRing?], loops: [EventLoop]) {
        self.index = index
        self.outgoing = outgoing
        self.incoming = incoming
        self.loops = loops
    }

    func owner(of address: SocketAddress) -> Int? { owners[address] }

    /// False when there is no such worker or its ring is full.
    mutating func hand(_ datagram: borrowing RawSpan, from source: SocketAddress, to worker: Int) -> Bool {
        hand(datagram, .datagram, source, to: worker)
    }

    /// - Parameter address: the packet's source, or its destination when it is a reply.
    mutating func hand(_ packet: borrowing RawSpan, _ kind: HandoverKind, _ address: SocketAddress, to worker: Int)
        -> Bool
    {
        guard outgoing.indices.contains(worker), let ring = outgoing[worker] else { return false }
        guard ring.push(kind: kind.rawValue, address: address, packet) else { return false }
        touched.insert(worker)
        return true
    }

    mutating func announce(_ kind: HandoverKind, _ address: SocketAddress) {
        for worker in outgoing.indices where worker != index { announce(kind, address, to: worker) }
    }

    private mutating func announce(_ kind: HandoverKind, _ address: SocketAddress, to worker: Int) {
        guard let ring = outgoing[worker] else { return }
        let nothing: [UInt8] = []
        guard ring.push(kind: kind.rawValue, address: address, nothing.span.bytes) else {
            return pending.append((worker, kind, address))
        }
        touched.insert(worker)
    }

    mutating func note(_ kind: HandoverKind, _ address: SocketAddress, from worker: Int) {
        switch kind {
        case .claim: owners[address] = worker
        case .release: if owners[address] == worker { owners[address] = nil }
        case .datagram, .reply, .gone: break
        }
    }

    /// Wakes whoever got something this turn.
    mutating func finishTurn() {
        let again = pending
        pending = []
        for entry in again { announce(entry.kind, entry.address, to: entry.worker) }
        for worker in touched { loops[worker].wake() }
        touched.removeAll(keepingCapacity: true)
    }
}

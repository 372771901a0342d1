import Bytes
import CLinux

/// The sockets behind relayed addresses, each alone on its port and watched by one event loop. What goes out in a turn leaves in as few system calls as
/// there are sockets, runs to one peer as one segmented send. They share one sender, so that an idle socket costs no memory here.
package final class RelaySockets {
    private struct Socket {
        /// -1 while the place is free.
        var descriptor: Int32 = -1
        var isIPv4 = true
        var peer = SocketAddress(high: 0, low: 0, port: 0)
        /// Of the last datagram to `peer` in this turn.
        var tail = SendTail()
    }

    private let loop: EventLoop
    private let sender: OpaquePointer
    private var sockets: [Socket] = []
    /// By the same numbers: whoever is let go of closes.
    private var holders: [RelaySocket?] = []
    private var free: [UInt32] = []
    private var queue = SendQueue(capacity: 512)
    /// Which socket each destination of the queue is for.
    private var relays: [UInt32] = []
    private var order: [Int] = []
    private var segments = true
    package private(set) var refused: UInt64 = 0

    package init(loop: EventLoop) {
        self.loop = loop
        sender = clinux_sender_create(-1)
    }

    deinit { clinux_sender_destroy(sender) }

    /// Binds and watches; readable ones appear by their number in the loop's `takeReady`. Nil when the port is taken.
    package func open(_ address: SocketAddress) -> UInt32? {
        RelaySocket(bind: address).flatMap { adopt($0) }
    }

    /// Watches a socket that was bound before, by this loop or another. Nil when the loop can watch no more.
    package func adopt(_ socket: RelaySocket) -> UInt32? {
        let id = free.popLast() ?? makePlace()
        do {
            try loop.watch(socket.descriptor, as: id)
        } catch {
            free.append(id)
            return nil
        }
        sockets[Int(id)] = Socket(descriptor: socket.descriptor, isIPv4: socket.isIPv4)
        holders[Int(id)] = socket
        return id
    }

    private func makePlace() -> UInt32 {
        sockets.append(Socket())
        holders.append(nil)
        return UInt32(sockets.count - 1)
    }

    package func close(_ id: UInt32) {
        guard isOpen(id) else { return }
        flush()
        loop.unwatch(sockets[Int(id)].descriptor)
        sockets[Int(id)] = Socket()
        holders[Int(id)] = nil
        free.append(id)
    }

    private func isOpen(_ id: UInt32) -> Bool { Int(id) < sockets.count && sockets[Int(id)].descriptor >= 0 }

    /// Receives what is there. False when nothing is.
    package func receive(_ id: UInt32, into batch: inout ReceiveBatch) -> Bool {
        isOpen(id) && batch.receive(from: sockets[Int(id)].descriptor)
    }

    /// Queues a copy. False when it is larger than any datagram that crosses the internet whole.
    package func send(_ bytes: borrowing RawSpan, from id: UInt32, to peer: SocketAddress) -> Bool {
        guard isOpen(id) else { return false }
        if queue.free == 0 { flush() }
        guard var slot = queue.nextSlot(), slot.copy(bytes, at: 0) else { return false }
        var tail = sockets[Int(id)].peer == peer ? sockets[Int(id)].tail : SendTail()
        let destinations = queue.destinationCount
        queue.commit(bytes.byteCount, to: peer, tail: &tail)
        if queue.destinationCount > destinations { relays.append(id) }
        sockets[Int(id)].peer = peer
        sockets[Int(id)].tail = tail
        return true
    }

    /// Sends one datagram at once, with IPv4's DF bit.
    package func sendUnfragmented(_ bytes: borrowing RawSpan, from id: UInt32, to peer: SocketAddress) -> Bool {
        guard isOpen(id) else { return false }
        let descriptor = sockets[Int(id)].descriptor
        flush()
        clinux_udp_dont_fragment(descriptor, 1)
        defer { clinux_udp_dont_fragment(descriptor, 0) }
        guard send(bytes, from: id, to: peer) else { return false }
        flush()
        return true
    }

    /// Sends everything that is queued.
    package func flush() {
        guard !queue.isEmpty else { return }
        order.removeAll(keepingCapacity: true)
        order.append(contentsOf: 0..<queue.destinationCount)
        if relays.count > 1 { order.sort { relays[$0] < relays[$1] } }
        let run = DatagramRun(sender: sender)
        var current: UInt32?
        for destination in order {
            if current != relays[destination] {
                sendMessages()
                current = relays[destination]
                let socket = sockets[Int(relays[destination])]
                clinux_sender_use(sender, socket.descriptor, socket.isIPv4 ? 1 : 0)
            }
            var next = queue.head(destination)
            while next >= 0 {
                if clinux_sender_has_room(sender) == 0 { sendMessages() }
                next = run.append(startingAt: next, of: queue, segments: segments)
            }
        }
        sendMessages()
        relays.removeAll(keepingCapacity: true)
        queue.removeAll()
    }

    private func sendMessages() {
        var error: Int32 = 0
        var segmentationFailed: Int32 = 0
        refused &+= UInt64(clinux_sender_flush(sender, &error, &segmentationFailed))
        if segmentationFailed != 0 { segments = false }
    }
}

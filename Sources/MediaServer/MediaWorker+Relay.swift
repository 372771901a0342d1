import Bytes
import EventLoop
import MediaCore
import MediaParameters
import STUN
import TURNCore

/// TURN: what clients relay to this server's media goes into the engine under a virtual address, everything else out of sockets of its own.
extension MediaWorker {
    // MARK: From clients

    func receiveTURN(_ message: inout MutableRawSpan, from tuple: FiveTuple, by relay: WorkerRelay, now: MonotonicTime)
    {
        if let first = message.bytes.uint8(at: 0), first >= 0x40 {
            if let data = relay.server.receiveChannelData(message.bytes, from: tuple.path, now: now) {
                deliver(data, of: &message, by: relay, now: now)
            }
            return
        }
        guard var slot = engine.sendQueue.nextSlot() else { return engine.counters.drop(.sendQueueFull) }
        switch relay.receive(message.bytes, from: tuple, now: now, reply: &slot) {
        case .reply(let count):
            var tail = SendTail()
            engine.sendQueue.commit(count, to: tuple.path, tail: &tail)
            if tuple.transport != .udp, relay.server.hasAllocation(tuple.path) { acceptStream(tuple.path) }
        case .relay(let data): deliver(data, of: &message, by: relay, now: now)
        case .dropped, .wantsRelay: break
        }
    }

    private func deliver(
        _ data: RelayedData, of message: inout MutableRawSpan, by relay: WorkerRelay, now: MonotonicTime
    ) {
        switch data.target {
        case .media(let virtual):
            hasVirtualPaths = true
            var packet = message._mutatingExtracting(data.offset..<(data.offset + data.count))
            receiveRelayed(&packet, from: virtual, now: now)
        case .socket(let id, let peer):
            guard let packet = message.bytes.slice(at: data.offset, count: data.count), let sockets = relay.sockets
            else {
                return
            }
            let isSent =
                data.dontFragment
                ? sockets.sendUnfragmented(packet, from: id, to: peer) : sockets.send(packet, from: id, to: peer)
            if !isSent { relay.server.counters.count(.noRoom) }
        }
    }

    private func receiveRelayed(_ packet: inout MutableRawSpan, from virtual: SocketAddress, now: MonotonicTime) {
        switch engine.receive(&packet, from: virtual, now: now) {
        case .handled: break
        case .worker(let owner): handOver(packet.bytes, from: virtual, to: owner)
        case .unknownAddress:
            if let owner = links.owner(of: virtual) {
                handOver(packet.bytes, from: virtual, to: owner)
            } else {
                engine.counters.drop(.unknownAddress)
            }
        }
    }

    // MARK: To clients

    /// The n-th destination of the turn is behind an allocation. True when its packets stay in the queue, on their way to the client.
    func relay(_ destination: Int, from head: Int, to virtual: SocketAddress) -> Bool {
        guard let relay, virtual.virtualWorker == index else { return false }
        var (bytes, packets) = (0, 0)
        var next = head
        while next >= 0 {
            let entry = engine.sendQueue.entry(next)
            bytes += Int(entry.count)
            packets += 1
            next = Int(entry.next)
        }
        guard let frame = relay.server.receive(count: bytes, packets: packets, to: virtual, now: turnTime) else {
            return false
        }
        if frame.channel != 0, !frame.path.isVirtual {
            engine.sendQueue.redirect(destination, to: frame.path, channel: frame.channel)
            return true
        }
        var tail = SendTail()
        next = head
        while next >= 0 {
            queue(engine.sendQueue.lastingBytes(of: next), in: frame, after: &tail, by: relay)
            next = Int(engine.sendQueue.entry(next).next)
        }
        return false
    }

    /// One packet that another worker sends to an allocation of ours.
    func relay(_ packet: borrowing RawSpan, to virtual: SocketAddress) {
        guard let relay,
            let frame = relay.server.receive(count: packet.byteCount, to: virtual, now: turnTime)
        else { return engine.counters.drop(.outboundRefused) }
        makeRoom()
        queue(packet, in: frame, after: &relay.mediaTails[TURNServer.place(of: virtual)], by: relay)
    }

    /// Queues a framed copy, or gives it to the client's connection.
    /// - Parameter tail: of what has gone the same way in this turn; a tail that leads to another client counts for nothing.
    private func queue(
        _ packet: borrowing RawSpan, in frame: ClientFrame, after tail: inout SendTail, by relay: WorkerRelay
    ) {
        guard !frame.path.isVirtual else { return writeToStream(packet, in: frame, by: relay) }
        guard var slot = engine.sendQueue.nextSlot() else { return engine.counters.drop(.sendQueueFull) }
        let count = relay.write(packet, in: frame, into: &slot)
        guard count > 0 else { return }
        if !engine.sendQueue.isTail(tail, of: frame.path) { tail = SendTail() }
        engine.sendQueue.commit(count, to: frame.path, tail: &tail)
    }

    private func writeToStream(_ packet: borrowing RawSpan, in frame: ClientFrame, by relay: WorkerRelay) {
        var scratch: [UInt8] = []
        swap(&scratch, &relay.scratch)
        defer { swap(&scratch, &relay.scratch) }
        var span = scratch.mutableSpan
        var memory = span.mutableBytes
        let count = relay.write(packet, in: frame, into: &memory)
        guard count > 0 else { return }
        send(memory.bytes.extracting(first: count), to: frame.path)
    }

    // MARK: From peers

    /// What has arrived at relayed addresses.
    func readRelays(now: MonotonicTime) {
        guard let relay, let sockets = relay.sockets else { return }
        loop.takeReady { id in
            // Level-triggered: what is left is told of again after the next wait.
            guard sockets.receive(id, into: &batch) else { return }
            report.received += batch.count
            for position in 0..<batch.count { receive(position, at: id, by: relay, now: now) }
        }
    }

    private func receive(_ position: Int, at id: UInt32, by relay: WorkerRelay, now: MonotonicTime) {
        let (peer, count) = batch.header(position)
        guard count > 0, !peer.isVirtual,
            let frame = relay.server.receive(count: count, from: peer, at: id, now: now)
        else { return }
        makeRoom()
        let datagram = batch.bytes(position, count: count)
        queue(datagram.bytes, in: frame, after: &relay.peerTails[Int(id)], by: relay)
    }

    // MARK: Control

    func learnRelay(_ username: String) { relay?.learn(username, now: MonotonicClock.now()) }

    func revokeRelay(_ username: String) { relay?.revoke(username, now: MonotonicClock.now()) }
}

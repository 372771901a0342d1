import Bytes
import EventLoop
import MediaCore
import MediaParameters
import STUN
import TURNCore

/// Connections: their packets enter the engine under a virtual address, and what the engine sends there goes back into their outboxes.
extension MediaWorker {
    // MARK: In

    /// What connections have brought since the last turn.
    func readStreams(now: MonotonicTime) {
        guard let lost = inbox.take(&streamBatch) else { return }
        for _ in 0..<lost { engine.counters.drop(.handoverFull) }
        for position in streamBatch.inputs.indices {
            switch streamBatch.inputs[position] {
            case .open(let index, let stream):
                streams[index] = stream
                streamClients[virtualAddress(ofStream: index)] = stream.client
                hasVirtualPaths = true
            case .close(let index): closeStream(index)
            case .packet(let index, let offset, let count):
                report.received += 1
                receive(from: index, offset: offset, count: count, now: now)
            }
        }
        streamBatch.removeAll()
    }

    private func receive(from index: UInt64, offset: Int, count: Int, now: MonotonicTime) {
        guard let framing = streams[index]?.framing else { return }
        let source = virtualAddress(ofStream: index)
        var bytes = streamBatch.bytes.mutableSpan
        var all = bytes.mutableBytes
        var packet = all._mutatingExtracting(offset..<(offset + count))
        switch framing {
        case .iceTCP: receivePacket(&packet, fromStream: source, now: now)
        case .turn: receiveTURN(&packet, fromStream: source, now: now)
        }
        makeRoom()
    }

    private func receivePacket(_ packet: inout MutableRawSpan, fromStream source: SocketAddress, now: MonotonicTime) {
        switch engine.receive(&packet, from: source, now: now) {
        case .handled: break
        case .worker(let owner): share(packet.bytes, from: source, with: owner)
        case .unknownAddress:
            if let owner = links.owner(of: source) {
                share(packet.bytes, from: source, with: owner)
            } else {
                engine.counters.drop(.unknownAddress)
            }
        }
    }

    private func share(_ packet: borrowing RawSpan, from source: SocketAddress, with owner: Int) {
        streams[source.virtualIndex]?.isShared = true
        handOver(packet, from: source, to: owner)
    }

    /// TURN over TCP and TLS.
    private func receiveTURN(_ packet: inout MutableRawSpan, fromStream source: SocketAddress, now: MonotonicTime) {
        guard let relay, let stream = streams[source.virtualIndex] else {
            return engine.counters.drop(.unknownFirstByte)
        }
        let tuple = FiveTuple(
            path: source, client: stream.client, transport: stream.transport == .tls ? .tls : .tcp)
        receiveTURN(&packet, from: tuple, by: relay, now: now)
    }

    func acceptStream(_ path: SocketAddress) { streams[path.virtualIndex]?.outbox.accept() }

    // MARK: Out

    /// Takes what goes to virtual addresses out of the send queue, before the socket sends the rest.
    func routeVirtualPaths() {
        for destination in 0..<engine.sendQueue.destinationCount {
            let head = engine.sendQueue.head(destination)
            let address = engine.sendQueue.entry(head).destination
            guard address.isVirtual else { continue }
            if address.virtualKind == .relayed, address.virtualWorker == index {
                if relay(destination, from: head, to: address) { continue }
            } else {
                send(from: head, to: address)
            }
            engine.sendQueue.skip(destination)
        }
        for outbox in touchedOutboxes { outbox.tell() }
        touchedOutboxes.removeAll(keepingCapacity: true)
    }

    /// All of the turn's packets to one virtual address.
    private func send(from head: Int, to address: SocketAddress) {
        guard address.virtualWorker == index else { return reply(from: head, to: address) }
        guard address.virtualKind == .stream, let outbox = streams[address.virtualIndex]?.outbox else {
            return engine.counters.drop(.outboundRefused)
        }
        outbox.begin()
        var next = head
        while next >= 0 {
            outbox.add(engine.sendQueue.bytes(of: next))
            next = Int(engine.sendQueue.entry(next).next)
        }
        if outbox.end() { touchedOutboxes.append(outbox) }
    }

    /// To the worker that owns the path.
    private func reply(from head: Int, to address: SocketAddress) {
        var next = head
        while next >= 0 {
            if !links.hand(engine.sendQueue.bytes(of: next), .reply, address, to: address.virtualWorker) {
                engine.counters.drop(.handoverFull)
            }
            next = Int(engine.sendQueue.entry(next).next)
        }
    }

    /// One packet that another worker sends through a path of ours.
    func send(_ packet: borrowing RawSpan, to address: SocketAddress) {
        if address.virtualKind == .relayed { return relay(packet, to: address) }
        guard address.virtualWorker == index, address.virtualKind == .stream,
            let outbox = streams[address.virtualIndex]?.outbox
        else { return engine.counters.drop(.outboundRefused) }
        outbox.begin()
        outbox.add(packet)
        if outbox.end() { touchedOutboxes.append(outbox) }
    }

    // MARK: Life

    func virtualAddress(ofStream index: UInt64) -> SocketAddress {
        SocketAddress(virtual: .stream, worker: UInt8(truncatingIfNeeded: self.index), index: index)
    }

    /// The client behind a connection has proved itself, or is known no more. Its last packets still go out before the connection is closed.
    func noteClaim(of address: SocketAddress, isClaimed: Bool) {
        guard address.virtualWorker == index, address.virtualKind == .stream else { return }
        if isClaimed {
            streams[address.virtualIndex]?.outbox.accept()
        } else if let stream = streams[address.virtualIndex], stream.framing == .iceTCP {
            finishedStreams.append(address.virtualIndex)
        }
    }

    /// At the end of a turn: connections whose transport is gone.
    func finishStreams() {
        for index in finishedStreams { removeStream(index)?.outbox.finish() }
        finishedStreams.removeAll(keepingCapacity: true)
    }

    private func removeStream(_ index: UInt64) -> WorkerStream? {
        streamClients[virtualAddress(ofStream: index)] = nil
        return streams.removeValue(forKey: index)
    }

    /// The connection itself is gone.
    private func closeStream(_ index: UInt64) {
        guard let stream = removeStream(index) else { return }
        let address = virtualAddress(ofStream: index)
        engine.forget(address)
        if stream.framing == .turn { relay?.disconnect(address) }
        if stream.isShared { links.announce(.gone, address) }
    }

    /// The client's own address, and how it reaches us, for an address as the engine knows it.
    func path(of address: SocketAddress) -> (client: SocketAddress, kind: PathKind) {
        guard address.isVirtual else { return (address, .udp) }
        if let transport = TURNServer.transport(behind: address) {
            let client = address.virtualWorker == index ? relay?.server.client(behind: address)?.client : nil
            return (client ?? address, PathKind(relayedOver: transport))
        }
        guard address.virtualWorker == index, let stream = streams[address.virtualIndex] else {
            return (streamClients[address] ?? address, .tcp)
        }
        return (stream.client, stream.path)
    }
}

import Bytes
import EventLoop
import MediaCore
import MediaParameters
import SecureTransport
import TURNCore

/// One thread that owns rooms: it reads the shared UDP port, runs its engine and sends. An actor whose executor is that thread, so control calls
/// run between two turns and the packet path enters the actor once a turn.
package actor MediaWorker: EventLoopHandler {
    /// Batches read in one turn before anything is sent.
    private static let batchesPerTurn = 4

    nonisolated let loop: EventLoop
    nonisolated let index: Int
    var engine: MediaEngine
    private var socket: UDPSocket
    var batch = ReceiveBatch()
    var links: WorkerLinks
    private var observers: [TransportID: TransportObserver] = [:]

    /// Where connections leave packets.
    nonisolated let inbox: StreamInbox
    var streamBatch = StreamBatch()
    /// By the index of their virtual addresses.
    var streams: [UInt64: WorkerStream] = [:]
    /// Whose owners are to be told at the end of the turn.
    var touchedOutboxes: [StreamOutbox] = []
    var finishedStreams: [UInt64] = []
    /// Whether anything has ever come from a virtual address: until then nothing has to be looked for in the send queue.
    var hasVirtualPaths = false
    /// TURN, unless it is off.
    let relay: WorkerRelay?
    let streamClients: StreamClients
    /// When the current turn or control call began.
    var turnTime = MonotonicTime.zero
    /// What the current turn has done so far.
    var report = TurnReport()

    package nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(
        index: Int, loop: EventLoop, socket: consuming UDPSocket, links: WorkerLinks, certificate: DTLSCertificate,
        relay: RelaySurroundings?, streamClients: StreamClients
    ) {
        self.index = index
        self.loop = loop
        self.socket = socket
        self.links = links
        inbox = StreamInbox(loop: loop)
        self.relay = relay.map { WorkerRelay($0, worker: index, loop: loop) }
        var configuration = EngineConfiguration()
        configuration.worker = index
        var random = SecureRandom()
        configuration.seed = random.next()
        engine = MediaEngine(configuration: configuration, certificate: certificate)
        self.streamClients = streamClients
        let media = relay?.policy.media ?? []
        engine.reflexive = { TURNServer.relayedAddress(of: $0, media: media) ?? streamClients[$0] }
    }

    // MARK: The packet path

    package nonisolated func turn(readable: Bool) -> TurnReport {
        assumeIsolated { $0.isolatedTurn(readable: readable) }
    }

    private func isolatedTurn(readable: Bool) -> TurnReport {
        let now = MonotonicClock.now()
        turnTime = now
        report = TurnReport()
        let isDrained = !readable || readSocket(now: now)
        readRelays(now: now)
        readStreams(now: now)
        readRings(now: now)
        engine.advance(to: now)
        relay?.advance(to: now)
        finish(now: now)
        report.deadline = isDrained ? min(engine.deadline, relay?.deadline ?? .never) : now
        return report
    }

    /// False when there is more to read.
    private func readSocket(now: MonotonicTime) -> Bool {
        for _ in 0..<Self.batchesPerTurn {
            guard batch.receive(from: socket.descriptor) else { return true }
            report.received += batch.count
            for position in 0..<batch.count { receive(position, now: now) }
            while engine.forwardSome(now: now) { flush() }
            if !batch.isFull { return true }
        }
        return false
    }

    private func receive(_ position: Int, now: MonotonicTime) {
        let (source, count) = batch.header(position)
        guard !source.isVirtual else { return engine.counters.drop(.unknownAddress) }
        var datagram = batch.bytes(position, count: count)
        if let relay, relay.claims(datagram.bytes) {
            receiveTURN(&datagram, from: FiveTuple(udp: source), by: relay, now: now)
            return makeRoom()
        }
        switch engine.receive(&datagram, from: source, now: now) {
        case .handled: break
        case .worker(let owner): handOver(datagram.bytes, from: source, to: owner)
        case .unknownAddress:
            if let owner = links.owner(of: source) {
                handOver(datagram.bytes, from: source, to: owner)
            } else {
                engine.counters.drop(.unknownAddress)
            }
        }
        makeRoom()
    }

    func handOver(_ datagram: borrowing RawSpan, from source: SocketAddress, to owner: Int) {
        if links.hand(datagram, from: source, to: owner) {
            engine.counters.handedOver &+= 1
        } else {
            engine.counters.drop(.handoverFull)
        }
    }

    private func readRings(now: MonotonicTime) {
        for worker in links.incoming.indices {
            guard let ring = links.incoming[worker] else { continue }
            while let header = ring.first() {
                if header.kind == HandoverKind.datagram.rawValue { report.received += 1 }
                receive(header, of: ring, from: worker, now: now)
                ring.pop()
            }
        }
    }

    private func receive(_ header: PacketRing.Header, of ring: PacketRing, from worker: Int, now: MonotonicTime) {
        switch HandoverKind(rawValue: header.kind) {
        case .datagram:
            if header.address.isVirtual { hasVirtualPaths = true }
            var datagram = ring.firstBytes(count: header.count)
            // Handed over once and never again: what is unknown here is unknown.
            if engine.receive(&datagram, from: header.address, now: now) != .handled {
                engine.counters.drop(.unknownAddress)
            }
            makeRoom()
        case .reply:
            let packet = ring.firstBytes(count: header.count)
            send(packet.bytes, to: header.address)
        case .gone:
            links.note(.release, header.address, from: worker)
            engine.forget(header.address)
        case .some(let kind):
            links.note(kind, header.address, from: worker)
            if header.address.isVirtual { noteClaim(of: header.address, isClaimed: kind == .claim) }
        case .none: break
        }
    }

    /// Sends early when one more packet's fan-out might not fit.
    func makeRoom() {
        if engine.isSendDue(now: turnTime) { flush() }
    }

    private func flush() {
        if hasVirtualPaths { routeVirtualPaths() }
        guard !engine.sendQueue.isEmpty else { return }
        report.sent += engine.sendQueue.count
        let refused = socket.flush(&engine.sendQueue)
        for _ in 0..<refused { engine.counters.drop(.outboundRefused) }
    }

    /// What ends every turn and every control call.
    private func finish(now: MonotonicTime) {
        turnTime = now
        engine.settle(now: now)
        deliverEvents()
        flush()
        relay?.sockets?.flush()
        if !finishedStreams.isEmpty { finishStreams() }
        links.finishTurn()
    }

    private func deliverEvents() {
        guard !engine.events.isEmpty else { return }
        let events = engine.events
        engine.events.removeAll(keepingCapacity: true)
        for event in events { deliver(event) }
    }

    private func deliver(_ event: EngineEvent) {
        switch event {
        case .transport(let id, let event):
            observers[id]?(seen(event))
            if case .closed = event { observers[id] = nil }
        case .claimed(let address):
            links.announce(.claim, address)
            if address.isVirtual { noteClaim(of: address, isClaimed: true) }
        case .released(let address):
            links.announce(.release, address)
            if address.isVirtual { noteClaim(of: address, isClaimed: false) }
        }
    }

    /// The event as everybody outside understands it.
    private func seen(_ event: TransportEvent) -> TransportEvent {
        guard case .connected(let address, _) = event else { return event }
        let path = path(of: address)
        return .connected(path.client, path.kind)
    }

    // MARK: Control

    var load: Int { engine.transportCount * 64 + engine.roomCount }

    func openRoom(mark: UInt32) -> RoomID { engine.openRoom(mark: mark) }

    func closeRoom(_ room: RoomID) {
        engine.closeRoom(room)
        finish(now: MonotonicClock.now())
    }

    func openTransport(in room: RoomID, observer: @escaping TransportObserver) throws(MediaError) -> TransportID {
        let id = try engine.openTransport(in: room, now: MonotonicClock.now())
        observers[id] = observer
        return id
    }

    func apply(_ plan: MediaPlan, to id: TransportID) throws(MediaError) {
        let now = MonotonicClock.now()
        try engine.apply(plan, to: id, now: now)
        finish(now: now)
    }

    func setTracks(_ labels: [TrackLabel], of id: TransportID) {
        engine.setTracks(labels, of: id)
        finish(now: MonotonicClock.now())
    }

    func setView(_ requests: [StreamRequest], of id: TransportID) {
        engine.setView(requests, of: id)
        finish(now: MonotonicClock.now())
    }

    /// The client's own address and how it is reached now; nil while it is not connected.
    func path(of id: TransportID) -> (client: SocketAddress, kind: PathKind)? {
        engine.selectedAddress(of: id).map(path)
    }

    /// What each of the transports has carried; those that were closed long ago are left out.
    func statistics(of ids: [TransportID]) -> [TransportID: TransportStatistics] {
        var found: [TransportID: TransportStatistics] = [:]
        for id in ids { found[id] = engine.statistics(of: id) }
        return found
    }

    func closeTransport(_ id: TransportID) {
        let now = MonotonicClock.now()
        engine.closeTransport(id, now: now)
        observers[id] = nil
        finish(now: now)
    }

    func statistics() -> MediaStatistics {
        var statistics = MediaStatistics()
        statistics.counters = engine.counters
        statistics.transports = engine.transportCount
        statistics.rooms = engine.roomCount
        if let relay {
            statistics.relay = relay.server.counters
            statistics.allocations = relay.server.allocationCount
        }
        statistics.streams = streams.count
        return statistics
    }
}

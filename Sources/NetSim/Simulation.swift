import Bytes
import MediaCore
import MediaParameters
import SecureTransport

/// A whole party on a virtual clock: one engine, model peers and the network between them. Everything follows from the seed.
package final class Simulation {
    package private(set) var now = MonotonicTime(milliseconds: 1_000)
    package private(set) var peers: [ModelPeer] = []

    private var engine: MediaEngine
    private var network: VirtualNetwork
    private var generator: SeededGenerator
    private var rooms: [String: RoomID] = [:]
    private let facts: ServerFacts
    private let peerCertificate: DTLSCertificate

    package init(seed: UInt64, configuration: EngineConfiguration = EngineConfiguration()) throws {
        let certificate = try DTLSCertificate()
        peerCertificate = try DTLSCertificate()
        var configuration = configuration
        configuration.seed = seed
        engine = MediaEngine(configuration: configuration, certificate: certificate)
        network = VirtualNetwork(seed: seed &+ 1)
        generator = SeededGenerator(seed: seed &+ 2)
        facts = ServerFacts(
            address: SocketAddress(ipv4: 0xc000_0201, port: 4001), fingerprint: certificate.fingerprint,
            worker: configuration.worker)
    }

    package var configuration: ModelPeerConfiguration { ModelPeerConfiguration(certificate: peerCertificate) }
    package var counters: MediaCounters { engine.counters }
    /// Whether the engine holds nothing of anyone.
    package var isEmpty: Bool { engine.isEmpty }

    /// What the engine has counted of a peer, until its transport was closed if it is.
    package func statistics(of peer: ModelPeer) -> TransportStatistics? {
        peer.id.flatMap { engine.statistics(of: $0) }
    }

    /// A new member of a room; its transport begins to connect at once.
    @discardableResult
    package func join(
        _ name: String, room: String = "room", configuration: ModelPeerConfiguration? = nil
    ) throws -> ModelPeer {
        let peer = ModelPeer(
            name: name, number: peers.count + 1, configuration: configuration ?? self.configuration, server: facts,
            seed: generator.next())
        let id = try engine.openTransport(in: roomID(room), now: now)
        var plan = peer.plan
        plan.dtls = DTLSParameters(fingerprint: peerCertificate.fingerprint, role: .server)
        try engine.apply(plan, to: id, now: now)
        peer.joined(as: id, now: now)
        peers.append(peer)
        finishTurn()
        return peer
    }

    package func leave(_ peer: ModelPeer) {
        if let id = peer.id { engine.closeTransport(id, now: now) }
        peer.isSilent = true
        finishTurn()
    }

    package func setView(_ requests: [StreamRequest], of peer: ModelPeer) {
        if let id = peer.id { engine.setView(requests, of: id) }
        finishTurn()
    }

    package func closeRoom(_ name: String) {
        if let id = rooms.removeValue(forKey: name) { engine.closeRoom(id) }
        finishTurn()
    }

    /// Bytes from an address that is nobody's, or pretends to be somebody's.
    package func inject(_ bytes: [UInt8], from source: SocketAddress) {
        deliver(bytes, from: source)
        finishTurn()
    }

    package func run(for span: TimeSpan) {
        let end = now + span
        while let next = nextEvent(before: end) {
            now = max(now, next)
            step()
        }
        now = end
        step()
    }

    // MARK: Steps

    private func nextEvent(before end: MonotonicTime) -> MonotonicTime? {
        let active = peers.filter { !$0.isSilent }.map(\.deadline).min() ?? .never
        let next = min(network.nextArrival, engine.deadline, active)
        return next < end ? next : nil
    }

    private func step() {
        while let datagram = network.receive(until: now) {
            if datagram.destination == facts.address {
                deliver(datagram.bytes, from: datagram.source)
            } else {
                peers.first { $0.address == datagram.destination }?.receive(datagram.bytes, now: now)
            }
        }
        engine.advance(to: now)
        for peer in peers where !peer.isSilent { peer.advance(to: now) }
        finishTurn()
    }

    private func deliver(_ bytes: [UInt8], from source: SocketAddress) {
        var memory = bytes
        var span = memory.mutableSpan
        var datagram = span.mutableBytes
        _ = engine.receive(&datagram, from: source, now: now)
        if engine.isSendDue(now: now) { sendQueue() }
    }

    private func finishTurn() {
        engine.settle(now: now)
        sendQueue()
        let events = engine.events
        engine.events.removeAll()
        for case .transport(let id, let event) in events { peers.first { $0.id == id }?.hear(event) }
        for peer in peers {
            for bytes in peer.takeOutbox() {
                network.send(bytes, from: peer.address, to: facts.address, over: &peer.uplink, at: now)
            }
        }
    }

    private func sendQueue() {
        for destination in 0..<engine.sendQueue.destinationCount {
            var entry = engine.sendQueue.head(destination)
            while entry >= 0 {
                send(entry)
                entry = Int(engine.sendQueue.entry(entry).next)
            }
        }
        engine.sendQueue.removeAll()
    }

    private func send(_ entry: Int) {
        let bytes = engine.sendQueue.bytes(of: entry).array()
        let destination = engine.sendQueue.entry(entry).destination
        guard let peer = peers.first(where: { $0.address == destination && !$0.isSilent }) else { return }
        network.send(bytes, from: facts.address, to: destination, over: &peer.downlink, at: now)
    }

    private func roomID(_ name: String) -> RoomID {
        if let id = rooms[name] { return id }
        let id = engine.openRoom()
        rooms[name] = id
        return id
    }
}

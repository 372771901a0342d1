import Bytes
import EventLoop
import Foundation
import MediaCore
import MediaParameters
import MediaServer
import NetSim
import SecureTransport
import Synchronization

/// Model peers with real sockets against a real server on loopback, pumped by one thread in real time.
final class SocketParty: @unchecked Sendable {
    let server: MediaServer
    let room: MediaRoom
    private(set) var members: [Member] = []
    private let certificate: DTLSCertificate

    final class Member {
        let peer: ModelPeer
        let transport: MediaTransport
        var socket: UDPSocket
        var batch = ReceiveBatch()
        var queue = SendQueue(capacity: 256)
        let events: EventBox

        init(peer: ModelPeer, transport: MediaTransport, socket: consuming UDPSocket, events: EventBox) {
            self.peer = peer
            self.transport = transport
            self.socket = socket
            self.events = events
        }
    }

    /// Events cross from the worker's thread to the test's.
    final class EventBox: @unchecked Sendable {
        private let lock = PthreadMutex()
        private var events: [TransportEvent] = []

        func add(_ event: TransportEvent) { lock.withLock { events.append(event) } }

        func take() -> [TransportEvent] {
            lock.withLock {
                defer { events.removeAll() }
                return events
            }
        }
    }

    init(workers: Int, _ change: (inout MediaServerConfiguration) -> Void = { _ in }) async throws {
        var configuration = MediaServerConfiguration()
        configuration.host = SocketAddress(ipv4: 0x7f00_0001, port: 0)
        configuration.port = 0
        configuration.workers = workers
        change(&configuration)
        server = try MediaServer(configuration: configuration)
        server.start()
        room = await server.openRoom(named: "film")
        certificate = try DTLSCertificate()
    }

    func join(_ name: String) async throws {
        let facts = ServerFacts(
            address: SocketAddress(ipv4: 0x7f00_0001, port: server.port), fingerprint: server.fingerprint,
            worker: room.worker)
        var configuration = ModelPeerConfiguration(certificate: certificate)
        configuration.seats = 8
        let peer = ModelPeer(
            name: name, number: members.count + 1, configuration: configuration, server: facts,
            seed: UInt64(members.count + 1))
        let events = EventBox()
        let transport = try await room.openTransport { events.add($0) }
        var plan = peer.plan
        plan.dtls = DTLSParameters(fingerprint: certificate.fingerprint, role: .server)
        try await transport.apply(plan)
        peer.joined(as: transport.id, now: MonotonicClock.now())
        let socket = try UDPSocket(bind: SocketAddress(ipv4: 0x7f00_0001, port: 0))
        members.append(Member(peer: peer, transport: transport, socket: socket, events: events))
    }

    /// Moves datagrams for this long.
    func run(milliseconds: Int64) {
        let end = MonotonicClock.now() + .milliseconds(milliseconds)
        while MonotonicClock.now() < end {
            for member in members { step(member) }
            usleep(500)
        }
    }

    private func step(_ member: Member) {
        let now = MonotonicClock.now()
        for event in member.events.take() { member.peer.hear(event) }
        while member.batch.receive(from: member.socket.descriptor) {
            for index in 0..<member.batch.count {
                member.peer.receive(member.batch.array(index), now: now)
            }
        }
        member.peer.advance(to: now)
        var tail = SendTail()
        for bytes in member.peer.takeOutbox() {
            member.queue.append(bytes, to: member.peer.serverAddress, tail: &tail)
        }
        _ = member.socket.flush(&member.queue)
    }
}

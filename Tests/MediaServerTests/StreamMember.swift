import Bytes
import EventLoop
import MediaCore
import MediaParameters
import MediaServer
import NetSim
import STUN
import SecureTransport

/// A model peer that is reached through a connection instead of datagrams: its packets go in and out of a `MediaStream` in frames.
final class StreamMember {
    let peer: ModelPeer
    let transport: MediaTransport
    let events = SocketParty.EventBox()
    let outbox: StreamOutbox
    private(set) var stream: MediaStream
    /// By which address the server says it sees us.
    private(set) var mapped: SocketAddress?
    /// Reads nothing.
    var isStalled = false
    private var decoder = StreamFrameDecoder(.iceTCP)

    init(
        named name: String, number: Int, in party: SocketParty, kind: StreamTransport = .tcp,
        limits: StreamOutboxLimits = StreamOutboxLimits()
    ) async throws {
        let certificate = try DTLSCertificate()
        let facts = ServerFacts(
            address: SocketAddress(ipv4: 0x7f00_0001, port: party.server.port), fingerprint: party.server.fingerprint,
            worker: party.room.worker)
        var configuration = ModelPeerConfiguration(certificate: certificate)
        configuration.seats = 8
        peer = ModelPeer(
            name: name, number: number, configuration: configuration, server: facts, seed: UInt64(number))
        transport = try await party.room.openTransport { [events] in events.add($0) }
        var plan = peer.plan
        plan.dtls = DTLSParameters(fingerprint: certificate.fingerprint, role: .server)
        try await transport.apply(plan)
        peer.joined(as: transport.id, now: MonotonicClock.now())
        outbox = StreamOutbox(.iceTCP, limits: limits) {}
        stream = party.server.openStream(
            kind: .iceTCP, transport: kind, client: SocketAddress(ipv4: 0xc000_0201, port: 5000), outbox: outbox)
    }

    /// One round of what the connection's owner would do.
    func step() {
        let now = MonotonicClock.now()
        for event in events.take() { peer.hear(event) }
        if !isStalled { read(now: now) }
        peer.advance(to: now)
        for bytes in peer.takeOutbox() { _ = stream.receive(bytes.span.bytes) }
        stream.endBatch()
    }

    private func read(now: MonotonicTime) {
        var packets: [[UInt8]] = []
        outbox.take { bytes in
            _ = decoder.decode(RawSpan(_unsafeBytes: bytes)) { packet in
                packets.append(packet.array())
                return true
            }
        }
        for packet in packets {
            mapped = SocketAddress(mappedIn: packet) ?? mapped
            peer.receive(packet, now: now)
        }
    }

    var pictures: Int { peer.received.values.reduce(0) { $0 + $1.packets.count } }
}

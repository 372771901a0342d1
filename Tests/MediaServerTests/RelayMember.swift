import Bytes
import EventLoop
import MediaCore
import MediaParameters
import MediaServer
import NetSim
import STUN
import SecureTransport

/// A model peer whose network lets nothing but TURN through: all of its packets go to the server's relay, over UDP or a connection.
final class RelayMember {
    let peer: ModelPeer
    let transport: MediaTransport
    let events = SocketParty.EventBox()
    let relay: TURNTestClient
    /// By which address the server says it sees us.
    private(set) var mapped: SocketAddress?

    /// - Parameter credentials: the room that its relay credentials are for.
    init(
        named name: String, number: Int, in party: SocketParty, over stream: StreamTransport? = nil,
        credentials room: String = "film"
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
        relay = try await TURNTestClient(party.server, member: name, room: room, over: stream)
    }

    func step() {
        let now = MonotonicClock.now()
        for event in events.take() { peer.hear(event) }
        for packet in relay.receive() {
            mapped = SocketAddress(mappedIn: packet) ?? mapped
            peer.receive(packet, now: now)
        }
        peer.advance(to: now)
        for bytes in peer.takeOutbox() { relay.send(bytes) }
        relay.flush()
    }

    var pictures: Int { peer.received.values.reduce(0) { $0 + $1.packets.count } }
}

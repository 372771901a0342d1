import Bytes
import EventLoop
import MediaCore
import MediaParameters
import MediaServer
import NetSim
import STUN
import Testing

@Suite("Connections instead of datagrams", .serialized) struct StreamTests {
    /// Moves packets until the condition holds; false when it does not within 20 s.
    private func run(_ party: SocketParty, _ streams: [StreamMember], until condition: () async -> Bool) async -> Bool {
        let end = MonotonicClock.now() + .milliseconds(20_000)
        while MonotonicClock.now() < end {
            for _ in 0..<20 {
                party.run(milliseconds: 1)
                for member in streams { member.step() }
            }
            if await condition() { return true }
        }
        return false
    }

    @Test(
        "members on connections and members on datagrams see each other, whichever worker owns the room",
        arguments: [1, 3])
    func mixed(workers: Int) async throws {
        let party = try await SocketParty(workers: workers)
        for name in ["Ann", "Bo"] { try await party.join(name) }
        let streams = [
            try await StreamMember(named: "Cy", number: 7, in: party),
            try await StreamMember(named: "Di", number: 8, in: party, kind: .tls),
        ]
        let met = await run(party, streams) {
            streams.allSatisfy { $0.peer.isConnected && $0.pictures > 200 }
                && party.members.allSatisfy { $0.peer.received.count >= 6 }
        }
        #expect(met)
        #expect(await streams[0].transport.path() == .tcp)
        #expect(await streams[1].transport.path() == .tls)
        #expect(await party.members[0].transport.path() == .udp)
        #expect(streams.allSatisfy { $0.outbox.isAccepted })
        let client = SocketAddress(ipv4: 0xc000_0201, port: 5000)
        #expect(streams[0].peer.events.contains(.connected(client, .tcp)))
        #expect(streams.allSatisfy { $0.mapped == client })
        #expect(await party.server.statistics().streams == 2)
        await party.server.stop()
    }

    @Test("a connection that closes disconnects its member and leaves nothing behind")
    func closedConnection() async throws {
        let party = try await SocketParty(workers: 2)
        let member = try await StreamMember(named: "Cy", number: 7, in: party)
        #expect(
            await run(party, [member]) {
                member.peer.events.contains { if case .connected = $0 { true } else { false } }
            })
        member.stream.close()
        let end = MonotonicClock.now() + .milliseconds(20_000)
        var left = 1
        while left > 0, MonotonicClock.now() < end { left = await party.server.statistics().streams }
        #expect(left == 0)
        for event in member.events.take() { member.peer.hear(event) }
        #expect(member.peer.events.last == .disconnected)
        #expect(await member.transport.path() == nil)
        await party.server.stop()
    }

    @Test("a transport that closes takes its connection with it, after its last words")
    func closedTransport() async throws {
        let party = try await SocketParty(workers: 1)
        let member = try await StreamMember(named: "Cy", number: 7, in: party)
        #expect(await run(party, [member]) { await member.transport.path() == .tcp })
        #expect(member.outbox.state == .open)
        member.outbox.take { _ in }
        await member.transport.close()
        #expect(member.outbox.state == .finished)
        var last = 0
        member.outbox.take { last = $0.count }
        #expect(last > 0, "DTLS says goodbye")
        #expect(await party.server.statistics().streams == 0)
        await party.server.stop()
    }

    @Test("T20: a member that reads nothing delays nobody, keeps little waiting and is given up in the end")
    func stalled() async throws {
        let party = try await SocketParty(workers: 1)
        for name in ["Ann", "Bo"] { try await party.join(name) }
        var limits = StreamOutboxLimits()
        limits.bytes = 16 << 10
        limits.patience = 128 << 10
        let slow = try await StreamMember(named: "Cy", number: 7, in: party, limits: limits)
        let quick = try await StreamMember(named: "Di", number: 8, in: party)
        #expect(await run(party, [slow, quick]) { slow.pictures > 20 && quick.pictures > 20 })
        slow.isStalled = true
        let before = quick.pictures
        #expect(await run(party, [slow, quick]) { slow.outbox.state == .overrun })
        #expect(quick.pictures > before + 100)
        await party.server.stop()
    }

    @Test("a connection whose first packet is no check for this server is refused")
    func foreign() async throws {
        let party = try await SocketParty(workers: 1)
        let stream = party.server.openStream(
            kind: .iceTCP, transport: .tcp, client: SocketAddress(ipv4: 0xc000_0201, port: 5000),
            outbox: StreamOutbox(.iceTCP) {})
        let noise = [UInt8](repeating: 0x80, count: 40)
        let isTaken = stream.receive(noise.span.bytes)
        #expect(!isTaken)
        stream.close()
        await party.server.stop()
    }
}

import Bytes
import EventLoop
import MediaCore
import MediaParameters
import MediaServer
import NetSim
import STUN
import Testing

@Suite("Through the relay inside", .serialized) struct RelayTests {
    /// Moves packets until the condition holds; false when it does not within 20 s.
    private func run(_ party: SocketParty, _ relayed: [RelayMember], until condition: () async -> Bool) async -> Bool {
        let end = MonotonicClock.now() + .milliseconds(20_000)
        while MonotonicClock.now() < end {
            for _ in 0..<20 {
                party.run(milliseconds: 1)
                for member in relayed { member.step() }
            }
            if await condition() { return true }
        }
        return false
    }

    @Test(
        "members behind TURN and members on plain datagrams see each other, whichever worker is whose",
        arguments: [1, 3])
    func closedRelay(workers: Int) async throws {
        let party = try await SocketParty(workers: workers) { $0.relay = RelayConfiguration() }
        try await party.join("Ann")
        let relayed = [
            try await RelayMember(named: "Bo", number: 6, in: party),
            try await RelayMember(named: "Cy", number: 7, in: party, over: .tcp),
            try await RelayMember(named: "Di", number: 8, in: party, over: .tls),
        ]
        let met = await run(party, relayed) {
            relayed.allSatisfy { $0.peer.isConnected && $0.relay.isBound && $0.pictures > 200 }
                && party.members.allSatisfy { $0.peer.received.count >= 6 }
        }
        #expect(met)
        #expect(await relayed[0].transport.path() == .turnUDP)
        #expect(await relayed[1].transport.path() == .turnTCP)
        #expect(await relayed[2].transport.path() == .turnTLS)
        for member in relayed {
            #expect(member.mapped != nil && member.mapped == member.relay.relayedAddress)
        }
        let statistics = await party.server.statistics()
        #expect(statistics.allocations == 3)
        #expect(statistics.values.contains { $0.name == "turn_packets_received_total" && $0.value > 600 })
        await party.server.stop()
    }

    @Test("media flows in Data indications while no channel is bound") func indications() async throws {
        let party = try await SocketParty(workers: 1) { $0.relay = RelayConfiguration() }
        try await party.join("Ann")
        let relayed = [try await RelayMember(named: "Bo", number: 6, in: party)]
        relayed[0].relay.bindsChannel = false
        #expect(await run(party, relayed) { relayed[0].peer.isConnected && relayed[0].pictures > 50 })
        await party.server.stop()
    }

    @Test(
        "open: clients' data leaves from addresses of their own, and what a peer sends there comes back to each in order"
    )
    func openRelay() async throws {
        var relay = RelayConfiguration()
        relay.isOpen = true
        relay.allow = [try AddressRange("127.0.0.0/8")]
        relay.ports = 20_000...60_000
        let party = try await SocketParty(workers: 1) { $0.relay = relay }
        var peer = try EchoingPeer()
        var clients: [TURNTestClient] = []
        for name in ["Ann", "Bo", "Cy"] {
            clients.append(try await TURNTestClient(party.server, member: name, to: peer.address))
        }
        var arrived: [[[UInt8]]] = [[], [], []]
        var hasSent = false
        let end = MonotonicClock.now() + .milliseconds(20_000)
        while MonotonicClock.now() < end, !arrived.allSatisfy({ $0.count == 40 }) {
            for place in clients.indices { arrived[place] += clients[place].receive() }
            if !hasSent, clients.allSatisfy(\.isBound) {
                for number in UInt8(0)..<20 {
                    for place in clients.indices {
                        clients[place].send([UInt8(place)] + .init(repeating: number, count: 900))
                    }
                }
                hasSent = true
            }
            for client in clients { client.flush() }
            peer.echoTwice()
            party.run(milliseconds: 1)
        }
        #expect(peer.sources.count == 3)
        for place in clients.indices {
            #expect(arrived[place].allSatisfy { $0.first == UInt8(place) && $0.count == 901 })
            #expect(arrived[place].map(\.last) == (UInt8(0)..<20).flatMap { [$0, $0] })
        }
        await party.server.stop()
    }

    @Test("T13: who leaves is relayed no more") func leavingEndsTheRelay() async throws {
        let party = try await SocketParty(workers: 2) { $0.relay = RelayConfiguration() }
        let relayed = [try await RelayMember(named: "Bo", number: 6, in: party)]
        #expect(await run(party, relayed) { relayed[0].relay.isBound })
        await party.server.revokeRelayCredentials(username: relayed[0].relay.username)
        #expect(await party.server.statistics().allocations == 0)
        await party.server.stop()
    }

    @Test(
        "T13: credentials of one room reach nobody in another, whichever worker has it",
        arguments: [1, 3])
    func credentialsAreForOneRoom(workers: Int) async throws {
        let party = try await SocketParty(workers: workers) { $0.relay = RelayConfiguration() }
        let spies = [
            try await RelayMember(named: "Mallory", number: 6, in: party, credentials: "bank"),
            try await RelayMember(named: "Trudy", number: 7, in: party, over: .tcp, credentials: "bank"),
        ]
        let guest = try await RelayMember(named: "Bo", number: 8, in: party)
        // The spies have a transport in the room and know its secrets: all they lack is the room's relay credentials.
        let refused = await run(party, spies + [guest]) {
            let statistics = await party.server.statistics()
            return guest.peer.isConnected && spies.allSatisfy(\.relay.isBound)
                && statistics.counters.dropped(.foreignRoom) > 20
        }
        #expect(refused)
        for spy in spies {
            #expect(!spy.peer.isAnswered)
            #expect(await spy.transport.path() == nil)
        }
        await party.server.stop()
    }

    @Test("T9: a member has its quota once, not once a worker") func quotaIsTheServers() async throws {
        let party = try await SocketParty(workers: 3) {
            var relay = RelayConfiguration()
            relay.perMember = 2
            $0.relay = relay
        }
        var clients: [TURNTestClient] = []
        for _ in 0..<12 { clients.append(try await TURNTestClient(party.server, member: "Ann")) }
        let other = try await TURNTestClient(party.server, member: "Bo")
        let isDone = await exchange(clients + [other]) {
            clients.count { $0.refusals.contains(486) } == 10 && clients.count { $0.isBound } == 2 && other.isBound
        }
        #expect(isDone)
        #expect(clients.count { $0.isBound } == 2)
        #expect(await party.server.statistics().allocations == 3)
        // What is given back on one worker is free on all of them.
        await party.server.revokeRelayCredentials(username: clients[0].username)
        #expect(await party.server.statistics().allocations == 1)
        await party.server.stop()
    }

    @Test(
        "a reserved port is had by its member alone, whichever worker it comes back to, and carries data there",
        arguments: [true, false])
    func reservationIsTheServers(isOpen: Bool) async throws {
        let party = try await SocketParty(workers: 3) {
            var relay = RelayConfiguration()
            relay.isOpen = isOpen
            if isOpen { relay.allow = (try? AddressRange("127.0.0.0/8")).map { [$0] } ?? [] }
            relay.perMember = 64
            $0.relay = relay
        }
        var peer = try EchoingPeer()
        // Each from a port of its own, so that the kernel spreads them over the workers.
        for number in UInt8(0)..<8 {
            let target = isOpen ? peer.address : nil
            let first = try await TURNTestClient(party.server, member: "Ann", to: target)
            first.wish = { $0.write(.evenPort, ([0x80] as [UInt8]).span.bytes) }
            #expect(await exchange([first]) { first.isBound })
            let token = try #require(first.reservationToken)
            let thief = try await TURNTestClient(party.server, member: "Mallory")
            let second = try await TURNTestClient(party.server, member: "Ann", to: target)
            for client in [thief, second] { client.wish = { $0.write(.reservationToken, token) } }
            #expect(await exchange([thief]) { thief.refusals == [508] })
            #expect(await exchange([second]) { second.isBound })
            #expect(second.relayedAddress?.port == (first.relayedAddress?.port ?? 0) + 1)
            guard isOpen else { continue }
            second.send([number])
            var echoed: [[UInt8]] = []
            let end = MonotonicClock.now() + .milliseconds(5_000)
            while MonotonicClock.now() < end, echoed.count < 2 {
                second.flush()
                peer.echoTwice()
                echoed += second.receive()
                try await Task.sleep(for: .milliseconds(1))
            }
            #expect(echoed == [[number], [number]])
        }
        await party.server.stop()
    }

    /// Lets clients speak until the condition holds; false when it does not within 20 s.
    private func exchange(_ clients: [TURNTestClient], until condition: () -> Bool) async -> Bool {
        let end = MonotonicClock.now() + .milliseconds(20_000)
        while MonotonicClock.now() < end {
            for client in clients {
                _ = client.receive()
                client.flush()
            }
            if condition() { return true }
            try? await Task.sleep(for: .milliseconds(5))
        }
        return false
    }
}

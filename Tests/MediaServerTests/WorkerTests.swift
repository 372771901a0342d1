import Bytes
import MediaCore
import MediaServer
import NetSim
import Testing

@Suite(.serialized) struct WorkerTests {
    @Test(arguments: [1, 2, 3])
    func membersSeeEachOtherWhicheverWorkerTheKernelChooses(workers: Int) async throws {
        let party = try await SocketParty(workers: workers)
        for name in ["Ann", "Bo", "Cy", "Di", "Eve", "Flo"] { try await party.join(name) }
        // A slow machine gets more time, not less picture.
        for _ in 0..<40 where !party.members.allSatisfy({ Self.seesEverybody($0.peer) }) {
            party.run(milliseconds: 500)
        }
        for member in party.members {
            #expect(member.peer.isConnected)
            for slot in member.peer.slots where slot.publisher != nil {
                let stream = try #require(member.peer.received[slot.mid])
                #expect(stream.packets.count > 40)
                #expect(stream.pictureIDJumps == 0)
            }
            #expect(member.peer.slots.count { $0.publisher != nil } == 10)
        }
        let statistics = await party.server.statistics()
        #expect(statistics.transports == 6)
        #expect(statistics.counters.dropped(.handoverFull) == 0)
        // Six clients on one of three workers: that all of them hash to the owner has a chance of 1 in 700, on one of two 1 in 64.
        if workers == 1 { #expect(statistics.counters.handedOver == 0) }
        await party.room.close()
        #expect(await party.server.statistics().transports == 0)
        await party.server.stop()
    }

    private static func seesEverybody(_ peer: ModelPeer) -> Bool {
        let shown = peer.slots.filter { $0.publisher != nil }
        return shown.count == 10 && shown.allSatisfy { peer.received[$0.mid].map { $0.packets.count > 40 } ?? false }
    }

    @Test func aClosedTransportIsRefusedByName() async throws {
        let party = try await SocketParty(workers: 1)
        try await party.join("Ann")
        let member = party.members[0]
        await member.transport.close()
        await #expect(throws: MediaError.noSuchTransport) { try await member.transport.apply(member.peer.plan) }
        await party.server.stop()
    }

    @Test func aTakenAddressSaysWhich() async throws {
        var configuration = MediaServerConfiguration()
        configuration.host = SocketAddress(ipv4: 0xc000_0201, port: 0)
        configuration.port = 4001
        #expect(throws: MediaServerError.bind(host: "192.0.2.1", port: 4001, errno: 99)) {
            _ = try MediaServer(configuration: configuration)
        }
    }
}

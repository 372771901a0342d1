import Bytes
import MediaCore
import MediaParameters
import NetSim
import Testing

@Suite struct PartyTests {
    @Test func everyoneSeesEveryone() throws {
        let party = try Simulation(seed: 1)
        for name in ["Ann", "Bo", "Cy", "Di"] { try party.join(name) }
        party.run(for: .seconds(5))
        for peer in party.peers {
            #expect(peer.isConnected)
            #expect(peer.slots.count { $0.publisher != nil } == 6)
            for slot in peer.slots where slot.publisher != nil {
                let stream = try #require(peer.received[slot.mid], "\(peer.name) got nothing in \(slot.mid)")
                #expect(stream.gaps == 0)
                #expect(stream.packets.count > (slot.kind == .video ? 300 : 150))
                #expect(stream.duplicates == 0)
            }
        }
    }

    @Test func aKeyFrameIsAskedForOnceForAllWhoWait() throws {
        let party = try Simulation(seed: 2)
        let publisher = try party.join("Ann")
        party.run(for: .seconds(1))
        for name in ["Bo", "Cy", "Di"] { try party.join(name) }
        party.run(for: .seconds(3))
        #expect(publisher.keyFrameRequestsReceived == 1)
        for peer in party.peers.dropFirst() { #expect(peer.received.values.contains { $0.keyFrames >= 1 }) }
    }

    @Test func nothingIsLeftWhenEveryoneHasLeft() throws {
        let party = try Simulation(seed: 3)
        for name in ["Ann", "Bo", "Cy"] { try party.join(name) }
        party.run(for: .seconds(2))
        for peer in party.peers { party.leave(peer) }
        party.run(for: .seconds(1))
        #expect(party.isEmpty)
    }

    @Test func theSameSeedGivesTheSameParty() throws {
        func run() throws -> [[String: ReceivedStream]] {
            let party = try Simulation(seed: 4)
            var configuration = party.configuration
            configuration.uplink.loss = 0.05
            configuration.downlink.jitter = .milliseconds(30)
            for name in ["Ann", "Bo", "Cy"] { try party.join(name, configuration: configuration) }
            party.run(for: .seconds(4))
            return party.peers.map(\.received)
        }
        #expect(try run() == run())
    }

    @Test func M6_aSilentPeerLosesConsentAfterThirtySeconds() throws {
        let party = try Simulation(seed: 5)
        try party.join("Ann")
        let peer = try party.join("Bo")
        party.run(for: .seconds(2))
        peer.isSilent = true
        party.run(for: .seconds(26))
        #expect(!peer.events.contains(.disconnected))
        party.run(for: .seconds(6))
        #expect(peer.events.contains(.disconnected))
        let before = party.counters.packetsForwarded
        party.run(for: .seconds(2))
        // Only Bo received Ann's media: with his consent gone, nothing is sent.
        #expect(party.counters.packetsForwarded == before)
    }
}

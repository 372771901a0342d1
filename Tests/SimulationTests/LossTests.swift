import Bytes
import MediaCore
import MediaParameters
import NetSim
import Testing

/// Bad networks: what arrives is continuous, what was lost comes again, and nobody floods anybody.
@Suite struct LossTests {
    struct Network: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var change: @Sendable (inout LinkModel) -> Void
    }

    static let networks = [
        Network(testDescription: "1 % loss") { $0.loss = 0.01 },
        Network(testDescription: "5 % loss") { $0.loss = 0.05 },
        Network(testDescription: "10 % loss") { $0.loss = 0.10 },
        Network(testDescription: "20 % loss") { $0.loss = 0.20 },
        Network(testDescription: "bursts of five") {
            $0.burstBegins = 0.01
            $0.burstEnds = 0.2
        },
        Network(testDescription: "reordering") { $0.jitter = .milliseconds(25) },
        Network(testDescription: "duplicates") { $0.duplicates = 0.2 },
        Network(testDescription: "all of it") {
            $0.loss = 0.05
            $0.jitter = .milliseconds(15)
            $0.duplicates = 0.05
        },
    ]

    @Test(arguments: networks, [UInt64(11), 12])
    func aPartySurvives(network: Network, seed: UInt64) throws {
        let party = try Simulation(seed: seed)
        var configuration = party.configuration
        network.change(&configuration.uplink)
        network.change(&configuration.downlink)
        for name in ["Ann", "Bo", "Cy"] { try party.join(name, configuration: configuration) }
        party.run(for: .seconds(12))
        for peer in party.peers {
            #expect(peer.isConnected, "seed \(seed)")
            for slot in peer.slots where slot.publisher != nil && slot.kind == .video {
                let stream = try #require(peer.received[slot.mid], "seed \(seed)")
                // A handshake under heavy loss takes a few of the twelve seconds.
                #expect(stream.packets.count > 700, "seed \(seed)")
                #expect(stream.pictureIDJumps == 0, "seed \(seed)")
                #expect(stream.tl0Jumps == 0, "seed \(seed)")
                #expect(stream.timestampJumps == 0, "seed \(seed)")
                // What is still missing are the last packets of the run and the rarest of misfortunes.
                #expect(
                    stream.gaps <= stream.packets.count / 50, "seed \(seed): \(stream.gaps) of \(stream.packets.count)")
                #expect(stream.longestPause < .milliseconds(500), "seed \(seed)")
            }
        }
        // Each lost packet is asked for a few times at most.
        #expect(party.counters.nacksSent < party.counters.packetsReceived, "seed \(seed)")
    }

    @Test func aCleanNetworkNeedsNoRepair() throws {
        let party = try Simulation(seed: 13)
        for name in ["Ann", "Bo"] { try party.join(name) }
        party.run(for: .seconds(5))
        #expect(party.counters.nacksSent == 0)
        #expect(party.counters.packetsRetransmitted == 0)
    }

    @Test func lossTowardsTheServerIsRepairedBeforeReceiversNotice() throws {
        let party = try Simulation(seed: 14)
        var lossy = party.configuration
        lossy.uplink.loss = 0.05
        let publisher = try party.join("Ann", configuration: lossy)
        let viewer = try party.join("Bo")
        party.run(for: .seconds(10))
        #expect(party.counters.nacksSent > 0)
        #expect(party.counters.packetsRecovered > 0)
        let slot = try #require(viewer.slots.first { $0.publisher == publisher.id && $0.kind == .video })
        let stream = try #require(viewer.received[slot.mid])
        #expect(stream.gaps <= 3)
    }

    @Test func repairOfOneReceiverHasABudget() throws {
        let party = try Simulation(seed: 15)
        var hopeless = party.configuration
        hopeless.downlink.loss = 0.9
        try party.join("Ann")
        try party.join("Bo", configuration: hopeless)
        party.run(for: .seconds(10))
        #expect(party.counters.packetsRetransmitted <= 11 * 500)
    }
}

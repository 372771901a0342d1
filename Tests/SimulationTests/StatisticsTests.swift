import Bytes
import MediaCore
import MediaParameters
import NetSim
import Testing

/// What is counted of each transport, for the record of how good a party was.
@Suite struct StatisticsTests {
    /// An RTCP receiver report with one block (RFC 3550 §6.4.2).
    private static func report(of ssrc: UInt32, lost: Int32, highest: UInt32) -> [UInt8] {
        func big(_ value: UInt32) -> [UInt8] { stride(from: 24, through: 0, by: -8).map { UInt8(value >> $0 & 0xff) } }
        let loss = Array(big(UInt32(bitPattern: lost) & 0xff_ffff).dropFirst())
        return [0x81, 201, 0, 7] + big(1) + big(ssrc) + [0] + loss + big(highest) + big(0) + big(0) + big(0)
    }

    @Test func bytesAreThoseThatWentBothWays() throws {
        let party = try Simulation(seed: 71)
        let ann = try party.join("Ann")
        var mute = party.configuration
        mute.sendsVideo = false
        mute.sendsAudio = false
        let bo = try party.join("Bo", configuration: mute)
        ann.capturesUplink = true
        party.run(for: .seconds(5))
        let (up, down) = (try #require(party.statistics(of: ann)), try #require(party.statistics(of: bo)))
        let sent = ann.captured.filter { (128...191).contains($0[0]) }.reduce(0) { $0 + $1.count }
        // The last packets are still on their way.
        #expect(up.bytesReceived <= sent && Double(up.bytesReceived) > 0.95 * Double(sent))
        // Forwarded headers differ a little from those that came.
        #expect(Double(down.bytesSent) > 0.8 * Double(up.bytesReceived))
        #expect(Double(down.bytesSent) < 1.2 * Double(up.bytesReceived))
        #expect(up.loss(since: TransportStatistics()) == 0)
        let before = try #require(party.statistics(of: ann))
        party.leave(ann)
        #expect(party.statistics(of: ann) == before)
    }

    @Test func ofThoseWhoHaveGoneTheLastAreRemembered() throws {
        let party = try Simulation(seed: 75)
        let gone = try (0..<300).map { number in
            let peer = try party.join("\(number)")
            party.leave(peer)
            return peer
        }
        #expect(gone.map { party.statistics(of: $0) != nil } == (0..<300).map { $0 >= 300 - 256 })
        #expect(party.isEmpty)
    }

    @Test func lossTowardsTheServerIsCountedBeforeRepair() throws {
        let party = try Simulation(seed: 72)
        var lossy = party.configuration
        lossy.uplink.loss = 0.1
        let ann = try party.join("Ann", configuration: lossy)
        try party.join("Bo")
        party.run(for: .seconds(20))
        #expect(party.counters.packetsRecovered > 0)
        let loss = try #require(party.statistics(of: ann)?.loss(since: TransportStatistics()))
        #expect((0.06...0.14).contains(loss))
    }

    @Test func lossTowardsAClientIsWhatItReports() throws {
        let party = try Simulation(seed: 73)
        let ann = try party.join("Ann")
        let bo = try party.join("Bo")
        party.run(for: .seconds(2))
        let slot = try #require(bo.plan.slots.first)
        bo.sendSealed(Self.report(of: slot.ssrc, lost: 5, highest: 1_000))
        party.run(for: .seconds(1))
        let before = try #require(party.statistics(of: bo))
        bo.sendSealed(Self.report(of: slot.ssrc, lost: 105, highest: 2_000))
        party.run(for: .seconds(1))
        let after = try #require(party.statistics(of: bo))
        #expect(after.reportedExpected == 1_000 && after.reportedLost == 100)
        #expect(after.loss(since: before) == 0.1)
        #expect(party.statistics(of: ann)?.reportedExpected == 0)
    }

    @Test(
        "what cannot be true does not count",
        arguments: [(0, 0x8000_0000), (0, 1_000), (0, 999), (-0x80_0000, 1_100)] as [(Int32, UInt32)])
    func reportsCannotLie(lost: Int32, highest: UInt32) throws {
        let party = try Simulation(seed: 74)
        try party.join("Ann")
        let bo = try party.join("Bo")
        party.run(for: .seconds(2))
        let slot = try #require(bo.plan.slots.first)
        bo.sendSealed(Self.report(of: slot.ssrc, lost: 0, highest: 1_000))
        bo.sendSealed(Self.report(of: slot.ssrc, lost: lost, highest: highest))
        party.run(for: .seconds(1))
        let statistics = try #require(party.statistics(of: bo))
        #expect(abs(statistics.reportedLost) <= statistics.reportedExpected && statistics.reportedExpected <= 100)
        #expect(statistics.loss(since: TransportStatistics()).map { (0...1).contains($0) } ?? true)
    }
}

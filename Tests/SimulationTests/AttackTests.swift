import Bytes
import MediaCore
import MediaParameters
import NetSim
import Testing

/// What the media plane must survive. Names are those of the catalogue of attacks (T: STUN, M: ICE, DTLS and SRTP, R: RTP and RTCP).
@Suite struct AttackTests {
    private let stranger = SocketAddress(ipv4: 0xcb00_7101, port: 9)

    private func party(seed: UInt64) throws -> (Simulation, ModelPeer, ModelPeer) {
        let party = try Simulation(seed: seed)
        let pair = (try party.join("Ann"), try party.join("Bo"))
        party.run(for: .seconds(2))
        return (party, pair.0, pair.1)
    }

    /// The bystanders' media must go on as if nothing happened.
    private func expectHealthy(_ party: Simulation, _ viewer: ModelPeer) throws {
        let before = viewer.received.values.map(\.packets.count).reduce(0, +)
        party.run(for: .seconds(1))
        let after = viewer.received.values.map(\.packets.count).reduce(0, +)
        #expect(after - before > 120)
        for stream in viewer.received.values { #expect(stream.gaps == 0) }
    }

    @Test func M2_dtlsFromAnAddressThatHasNotProvedItselfIsDropped() throws {
        let (party, _, viewer) = try party(seed: 41)
        let before = party.counters.dropped(.unknownAddress)
        let hello: [UInt8] = [22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12] + [UInt8](repeating: 0, count: 12)
        for _ in 0..<1000 { party.inject(hello, from: stranger) }
        // The engine only says that it does not know the address: no answer, no memory.
        #expect(party.counters.handshakesCompleted == 2)
        #expect(party.counters.dropped(.unknownAddress) == before)
        try expectHealthy(party, viewer)
    }

    @Test func M5_mediaFromANewAddressIsNotAdopted() throws {
        let (party, publisher, viewer) = try party(seed: 42)
        let received = party.counters.packetsReceived
        let packet: [UInt8] = [0x80, 96, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4] + [UInt8](repeating: 7, count: 60)
        party.inject(packet, from: stranger)
        #expect(party.counters.packetsReceived == received)
        party.inject(packet, from: publisher.address)
        #expect(party.counters.packetsReceived == received)
        #expect(party.counters.dropped(.authentication) == 1)
        try expectHealthy(party, viewer)
    }

    @Test func M7_aReplayedPacketIsRefused() throws {
        let (party, publisher, viewer) = try party(seed: 43)
        publisher.capturesUplink = true
        party.run(for: .milliseconds(200))
        let captured = publisher.captured
        publisher.capturesUplink = false
        party.run(for: .milliseconds(200))
        let before = party.counters.packetsForwarded
        let refused = party.counters.dropped(.replay)
        for datagram in captured where datagram[0] >> 6 == 2 { party.inject(datagram, from: publisher.address) }
        #expect(captured.count > 10)
        #expect(party.counters.packetsForwarded == before)
        #expect(party.counters.dropped(.replay) > refused)
        try expectHealthy(party, viewer)
    }

    @Test func M7_aFlippedBitIsRefused() throws {
        let (party, publisher, viewer) = try party(seed: 44)
        publisher.capturesUplink = true
        party.run(for: .milliseconds(100))
        publisher.capturesUplink = false
        let before = party.counters.packetsForwarded
        for (number, datagram) in publisher.captured.enumerated() where datagram[0] >> 6 == 2 {
            var changed = datagram
            changed[12 + number % (changed.count - 12)] ^= 1
            // A sequence number far ahead passes the replay window, so that only the tag can refuse it.
            if !(192...223).contains(changed[1]) { changed[2] ^= 0x10 }
            party.inject(changed, from: publisher.address)
        }
        #expect(party.counters.packetsForwarded == before)
        #expect(party.counters.dropped(.authentication) > 0)
        try expectHealthy(party, viewer)
    }

    @Test func M8_andM9_garbageOfEveryFirstByteAndLengthIsDropped() throws {
        let (party, publisher, viewer) = try party(seed: 45)
        var generator = SeededGenerator(seed: 45)
        for first in 0...255 {
            for count in 1...16 {
                let rest = (1..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
                party.inject([UInt8(first)] + rest, from: stranger)
                party.inject([UInt8(first)] + rest, from: publisher.address)
            }
        }
        for _ in 0..<5_000 {
            let count = Int.random(in: 1...1400, using: &generator)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            party.inject(bytes, from: Bool.random(using: &generator) ? stranger : publisher.address)
        }
        party.inject([], from: stranger)
        try expectHealthy(party, viewer)
    }

    @Test func M4_halfOpenHandshakesAreFewAndEndAfterTheirTime() throws {
        var limits = EngineConfiguration()
        limits.halfOpenLimit = 4
        let party = try Simulation(seed: 46, configuration: limits)
        for number in 0..<8 {
            let peer = try party.join("Half \(number)")
            peer.stopsAfterHello = true
        }
        party.run(for: .seconds(2))
        #expect(party.counters.dropped(.halfOpenLimit) > 0)
        party.run(for: .seconds(40))
        #expect(party.isEmpty)
        #expect(party.peers.allSatisfy { $0.events.contains(.closed(.setupTimeout)) })
    }

    @Test func R6_keyFrameRequestsOfOneViewerReachThePublisherOnceAWindow() throws {
        let (party, publisher, viewer) = try party(seed: 47)
        let before = publisher.keyFrameRequestsReceived
        for _ in 0..<1000 {
            for slot in viewer.slots where slot.kind == .video { viewer.requestKeyFrame(of: slot.mid) }
            party.run(for: .milliseconds(1))
        }
        #expect(publisher.keyFrameRequestsReceived - before <= 3)
        #expect(publisher.keyFrameRequestsReceived > before)
    }
}

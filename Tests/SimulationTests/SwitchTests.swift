import Bytes
import MediaCore
import MediaParameters
import NetSim
import Testing

/// A slot that shows another member goes on as one stream.
@Suite struct SwitchTests {
    /// Three publishers and one viewer with a single seat.
    private func party(seed: UInt64) throws -> (Simulation, publishers: [ModelPeer], viewer: ModelPeer) {
        let party = try Simulation(seed: seed)
        let publishers = try ["Ann", "Bo", "Cy"].map { try party.join($0) }
        var configuration = party.configuration
        configuration.seats = 1
        configuration.sendsVideo = false
        configuration.sendsAudio = false
        let viewer = try party.join("Vi", configuration: configuration)
        party.run(for: .seconds(1))
        return (party, publishers, viewer)
    }

    private func pin(_ publisher: ModelPeer, for viewer: ModelPeer, in party: Simulation) throws {
        let id = try #require(publisher.id)
        party.setView([StreamRequest(publisher: id, source: .camera, height: 720, pinned: true)], of: viewer)
    }

    @Test(arguments: [UInt64(21), 22, 23])
    func numbersStayContinuousOverManySwitches(seed: UInt64) throws {
        let (party, publishers, viewer) = try party(seed: seed)
        for round in 0..<12 {
            try pin(publishers[round % 3], for: viewer, in: party)
            party.run(for: .milliseconds(700))
            #expect(viewer.slots.allSatisfy { $0.publisher == publishers[round % 3].id }, "seed \(seed)")
        }
        let video = try #require(viewer.received["video0"])
        #expect(video.keyFrames >= 12, "seed \(seed)")
        #expect(video.gaps == 0, "seed \(seed)")
        #expect(video.pictureIDJumps == 0, "seed \(seed)")
        #expect(video.tl0Jumps == 0, "seed \(seed)")
        #expect(video.timestampJumps == 0, "seed \(seed)")
        let audio = try #require(viewer.received["audio0"])
        #expect(audio.gaps == 0, "seed \(seed)")
        #expect(audio.timestampJumps == 0, "seed \(seed)")
    }

    @Test func aSwitchShowsAPictureWithinAQuarterOfASecond() throws {
        let (party, publishers, viewer) = try party(seed: 24)
        try pin(publishers[2], for: viewer, in: party)
        let before = try #require(viewer.received["video0"]).keyFrames
        party.run(for: .milliseconds(250))
        #expect(try #require(viewer.received["video0"]).keyFrames > before)
    }

    /// A VP8 frame of one packet, with picture id and TL0PICIDX (RFC 7741 §4.2).
    private func frame(_ number: UInt8, isKeyFrame: Bool, ssrc: UInt8, payloadType: UInt8 = 96) -> [UInt8] {
        [0x80, 0x80 | payloadType, 0, number, 0, number, 0, 0, ssrc, ssrc, ssrc, ssrc]
            + [0x90, 0xc0, 0x80, number, number, isKeyFrame ? 0 : 1] + [UInt8](repeating: number, count: 200)
    }

    /// How many packets a viewer gets of two frames of a stream that it sees and of another packet, which are all read in one turn.
    private func shown(ofTwoFramesAnd packet: [UInt8], seed: UInt64) throws -> Int {
        let (party, publishers, viewer) = try party(seed: seed)
        try pin(publishers[0], for: viewer, in: party)
        publishers[0].sendsVideo = false
        party.run(for: .milliseconds(500))
        publishers[0].sendSealed(frame(1, isKeyFrame: true, ssrc: 7))
        party.run(for: .milliseconds(200))
        let before = try #require(viewer.received["video0"]).packets.count
        publishers[0].sendSealed(frame(2, isKeyFrame: false, ssrc: 7))
        publishers[0].sendSealed(frame(3, isKeyFrame: false, ssrc: 7))
        publishers[0].sendSealed(packet)
        party.run(for: .milliseconds(200))
        return try #require(viewer.received["video0"]).packets.count - before
    }

    @Test func aChangeOfCodecTakesNothingFromWhatCameBefore() throws {
        // VP9, which this viewer has not offered to receive.
        let packet = frame(4, isKeyFrame: true, ssrc: 7, payloadType: 98)
        #expect(try shown(ofTwoFramesAnd: packet, seed: 30) == 2)
    }

    @Test func aNewStreamOfTheSameCameraTakesNothingFromTheOldOne() throws {
        // The first frame of the new stream happens to go on with the old one's numbers.
        #expect(try shown(ofTwoFramesAnd: frame(4, isKeyFrame: true, ssrc: 8), seed: 29) == 3)
    }

    @Test func whoeverSpeaksTakesTheOnlySeat() throws {
        let (party, publishers, viewer) = try party(seed: 25)
        publishers[1].audioLevel = 20
        party.run(for: .seconds(2))
        #expect(viewer.slots.allSatisfy { $0.publisher == publishers[1].id })
        publishers[1].audioLevel = 127
        publishers[2].audioLevel = 20
        party.run(for: .seconds(2))
        #expect(viewer.slots.allSatisfy { $0.publisher == publishers[2].id })
    }

    @Test func aPinnedMemberKeepsTheSeatWhoeverSpeaks() throws {
        let (party, publishers, viewer) = try party(seed: 26)
        try pin(publishers[0], for: viewer, in: party)
        publishers[1].audioLevel = 20
        party.run(for: .seconds(2))
        #expect(viewer.slots.allSatisfy { $0.publisher == publishers[0].id })
    }

    @Test func aHiddenStreamIsNotSentButKeepsItsSeatAndItsSound() throws {
        let (party, publishers, viewer) = try party(seed: 27)
        let id = try #require(publishers[0].id)
        try pin(publishers[0], for: viewer, in: party)
        party.run(for: .seconds(1))
        party.setView([StreamRequest(publisher: id, source: .camera, height: 0, pinned: true)], of: viewer)
        party.run(for: .milliseconds(200))
        let video = try #require(viewer.received["video0"]).packets.count
        let audio = try #require(viewer.received["audio0"]).packets.count
        party.run(for: .seconds(1))
        #expect(viewer.received["video0"]?.packets.count == video)
        #expect(try #require(viewer.received["audio0"]).packets.count > audio + 40)
        #expect(viewer.slots.allSatisfy { $0.publisher == id })
    }

    @Test func aSlotThatShowsNobodyCostsNothing() throws {
        let party = try Simulation(seed: 28)
        var viewer = party.configuration
        viewer.sendsVideo = false
        viewer.sendsAudio = false
        for name in ["Vi", "Wu"] { try party.join(name, configuration: viewer) }
        party.run(for: .seconds(5))
        #expect(party.counters.packetsForwarded == 0)
        #expect(party.peers.allSatisfy { $0.received.isEmpty })
    }

    @Test func aLateJoinerSeesEveryoneAtOnceWithOneRequestEach() throws {
        let (party, publishers, _) = try party(seed: 29)
        party.run(for: .seconds(3))
        let before = publishers.map(\.keyFrameRequestsReceived)
        let late = try party.join("Zoe")
        party.run(for: .milliseconds(500))
        for slot in late.slots where slot.kind == .video && slot.publisher != nil {
            #expect(try #require(late.received[slot.mid]).keyFrames >= 1)
        }
        #expect(late.slots.count { $0.publisher != nil } == 6)
        for (publisher, requests) in zip(publishers, before) {
            #expect(publisher.keyFrameRequestsReceived == requests + 1)
        }
    }

    @Test func aCameraThatSendsNothingIsNotPestered() throws {
        let party = try Simulation(seed: 31)
        let publisher = try party.join("Ann")
        let viewer = try party.join("Bo")
        party.run(for: .seconds(1))
        publisher.sendsVideo = false
        party.run(for: .seconds(1))
        let before = publisher.keyFrameRequestsReceived
        let late = try party.join("Cy")
        party.run(for: .seconds(20))
        #expect((1...7).contains(publisher.keyFrameRequestsReceived - before))
        publisher.sendsVideo = true
        party.run(for: .seconds(1))
        for peer in [viewer, late] {
            let slot = try #require(peer.slots.first { $0.publisher == publisher.id && $0.kind == .video })
            #expect(try #require(peer.received[slot.mid]).keyFrames >= 1)
        }
    }

    @Test func whoLeavesGivesTheSeatToTheNext() throws {
        let (party, publishers, viewer) = try party(seed: 30)
        let shown = try #require(viewer.slots.first?.publisher)
        let leaving = try #require(publishers.first { $0.id == shown })
        party.leave(leaving)
        party.run(for: .seconds(1))
        #expect(viewer.slots.allSatisfy { $0.publisher != nil && $0.publisher != shown })
        #expect(try #require(viewer.received["video0"]).gaps == 0)
    }
}

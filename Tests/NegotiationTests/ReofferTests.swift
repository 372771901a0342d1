import Bytes
import MediaParameters
import Negotiation
import SDP
import Testing

/// What later offers keep and change.
@Suite struct ReofferTests {
    private let first = OfferSketch(.audio("0", "sendonly"), .video("1", "sendonly"), .audio("2"), .video("3"))

    @Test func addedTransceiversLeaveTheRestUntouched() throws {
        var peer = Peer()
        let before = try peer.answer(first.text)
        let after = try peer.answer(first.with { $0.lines += [.audio("4"), .video("5")] }.text)
        #expect(Array(after.plan.slots.prefix(2)) == before.plan.slots)
        #expect(after.plan.uplinks == before.plan.uplinks)
        #expect(after.plan.localICE == before.plan.localICE)
        #expect(after.plan.dtls == before.plan.dtls)
        #expect(!after.answer.iceRestarted)
        #expect(after.plan.slots.map(\.seat) == [0, 0, 1, 1])
    }

    @Test func theSameOfferGetsTheSamePlan() throws {
        for name in Offers.names {
            var peer = Peer()
            let before = try peer.answer(Offers.text(name))
            #expect(try peer.answer(Offers.text(name)).plan == before.plan)
        }
    }

    @Test func theVersionGrowsAndTheSessionStays() throws {
        var peer = Peer()
        let origins = try (0..<3).map { _ in try peer.answer(first.text).description.origin }
        #expect(origins.map(\.sessionVersion) == ["1", "2", "3"])
        #expect(Set(origins.map(\.sessionID)).count == 1)
    }

    @Test func newClientCredentialsRestartICE() throws {
        var peer = Peer()
        let before = try peer.answer(first.text)
        let restart = first.with { $0.credentials = ["a=ice-ufrag:efgh", "a=ice-pwd:bbbbbbbbbbbbbbbbbbbbbbbb"] }
        let after = try peer.answer(restart.text)
        #expect(after.answer.iceRestarted)
        #expect(!before.answer.iceRestarted)
        #expect(after.plan.localICE.usernameFragment != before.plan.localICE.usernameFragment)
        #expect(after.plan.localICE.password != before.plan.localICE.password)
        #expect(after.plan.remoteICE.usernameFragment == "efgh")
        #expect(after.plan.slots == before.plan.slots)
        #expect(after.plan.dtls == before.plan.dtls)
    }

    @Test func aStoppedLineFreesNothingElse() throws {
        var peer = Peer()
        let before = try peer.answer(first.with { $0.lines += [.audio("4"), .video("5")] }.text)
        let stopped = try peer.answer(
            first.with {
                $0.lines = [$0.lines[0], $0.lines[1], .stopped("audio", "2"), $0.lines[3], .audio("4"), .video("5")]
            }.text)
        #expect(stopped.plan.slots == before.plan.slots.filter { $0.mid != "2" })
        #expect(stopped.plan.uplinks == before.plan.uplinks)
        #expect(stopped["2"]?.port == 0)
        #expect(stopped.description.attributes.first("group")?.value == "BUNDLE 0 1 3 4 5")
    }

    @Test func aStoppedLinesPlaceAndSeatAreTakenAgain() throws {
        var peer = Peer()
        let before = try peer.answer(first.with { $0.lines += [.audio("4"), .video("5")] }.text)
        _ = try peer.answer(
            first.with {
                $0.lines = [$0.lines[0], $0.lines[1], .stopped("audio", "2"), $0.lines[3], .audio("4"), .video("5")]
            }.text)
        let after = try peer.answer(
            first.with { $0.lines = [$0.lines[0], $0.lines[1], .audio("6"), $0.lines[3], .audio("4"), .video("5")] }
                .text)
        let recycled = try #require(after.slot("6"))
        #expect(recycled.seat == 0)
        #expect(!before.plan.slots.map(\.ssrc).contains(recycled.ssrc))
        #expect(after.plan.slots.filter { $0.mid != "6" } == before.plan.slots.filter { $0.mid != "2" })
    }

    @Test func aRefusedLinesPlaceMayTurnIntoAnotherKind() throws {
        var peer = Peer()
        _ = try peer.answer(Offers.text("chromium156-datachannel"))
        let line = OfferSketch(.video("v")).with {
            $0.fingerprint = [
                "a=fingerprint:sha-256 01:BC:32:B3:41:54:B3:96:E1:F0:39:5F:81:01:B8:AA:89:21:FC:A2:D8:12:71:8B:8A:7F:8F:01:C3:9E:2C:80"
            ]
        }
        #expect(try peer.answer(line.text).plan.slots.map(\.mid) == ["v"])
    }

    @Test func aSlotAtRestKeepsItsIdentity() throws {
        var peer = Peer()
        let before = try peer.answer(first.text)
        let rest = try peer.answer(first.with { $0.lines[2].direction = "inactive" }.text)
        #expect(rest.plan.slots.map(\.mid) == ["3"])
        #expect(rest["2"]?.port == 9)
        #expect(rest["2"]?.attributes.contains("ssrc") == false)
        #expect(try peer.answer(first.text).plan.slots == before.plan.slots)
    }

    @Test func linesKeepTheirOrder() throws {
        var peer = Peer()
        _ = try peer.answer(first.text)
        for (change, reason) in [
            (first.with { $0.lines.removeLast() }, NegotiationError.Reason.mediaLineRemoved(mid: "3")),
            (first.with { $0.lines.swapAt(0, 2) }, .mediaLineReplaced(mid: "0")),
            (first.with { $0.lines[3].mid = "9" }, .mediaLineReplaced(mid: "3")),
            (first.with { $0.lines[3].media = "audio" }, .mediaLineReplaced(mid: "3")),
        ] {
            let error = #expect(throws: NegotiationError.self) { try peer.answer(change.text) }
            #expect(error?.reason == reason)
        }
    }

    @Test func anotherCertificateNeedsAnotherSession() throws {
        var peer = Peer()
        _ = try peer.answer(first.text)
        let other = first.with { $0.fingerprint = [$0.fingerprint[0].replacing("AB", with: "CD")] }
        // A new peer connection may also have fewer and other m-lines.
        for offer in [other, other.with { $0.lines = [.video("x")] }] {
            let error = #expect(throws: NegotiationError.self) { try peer.answer(offer.text) }
            #expect(error?.reason == .fingerprintChanged)
        }
    }

    @Test func theDTLSRoleStays() throws {
        var peer = Peer()
        _ = try peer.answer(first.with { $0.setup = ["a=setup:passive"] }.text)
        #expect(try peer.answer(first.text).plan.dtls.role == .client)
        let error = #expect(throws: NegotiationError.self) {
            try peer.answer(first.with { $0.setup = ["a=setup:active"] }.text)
        }
        #expect(error?.reason == .roleChanged)
    }

    @Test func aRefusedOfferChangesNothing() throws {
        var peer = Peer()
        let before = try peer.answer(first.text)
        let generator = peer.generator
        let bad = first.with {
            $0.lines += [.audio("4"), .video("5")]
            $0.lines[5].multiplexes = false
            $0.credentials[0] = "a=ice-ufrag:zzzz"
        }
        #expect(throws: NegotiationError.self) { try peer.answer(bad.text) }
        #expect(peer.session.plan == before.plan)
        peer.generator = generator
        var other = Peer()
        _ = try other.answer(first.text)
        #expect(try peer.answer(first.text).answer == other.answer(first.text).answer)
    }

    @Test func seatsPairAudioWithVideoWhateverTheOrder() throws {
        let answered = try Peer.answer(
            OfferSketch(.video("a"), .video("b"), .audio("c"), .video("d"), .audio("e")).text)
        #expect(answered.plan.slots.map(\.seat) == [0, 1, 0, 2, 1])
        let cnames = Dictionary(grouping: answered.plan.slots, by: \.seat).mapValues { Set($0.map(\.cname)) }
        #expect(cnames.values.allSatisfy { $0.count == 1 })
        #expect(Set(cnames.values.flatMap(\.self)).count == 3)
    }

    @Test func sourcesNeverCollide() throws {
        /// Chance at its worst: always the same number, which the client uses too.
        struct Stuck: RandomNumberGenerator { mutating func next() -> UInt64 { 7 } }
        var generator = Stuck()
        var session = NegotiationSession()
        let offer = OfferSketch(.video("0", "sendrecv").adding("a=ssrc:7 cname:x"), .video("1"), .video("2"))
        let plan = try session.answer(to: offer.text, local: Peer.local, using: &generator).plan
        #expect(plan.slots.flatMap { [$0.ssrc, $0.rtxSSRC] } == [8, 9, 10, 11, 12, 13])
    }
}

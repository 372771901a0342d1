import MediaParameters
import Negotiation
import SDP
import Testing

@Suite struct ExtensionTests {
    private let mid = "urn:ietf:params:rtp-hdrext:sdes:mid"
    private let rid = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"

    @Test func uplinksHaveAllThatIsOfferedAndKnown() throws {
        let answered = try Peer.answer(Offers.text("chromium156-simulcast-VP8"))
        let video = try #require(answered.uplink("1")).extensions
        let ids: [HeaderExtension: UInt8] = [
            .absSendTime: 2, .videoOrientation: 13, .transportCC: 3, .playoutDelay: 5, .mid: 4, .rid: 10,
            .repairedRid: 11,
            .dependencyDescriptor: 12,
        ]
        for kind in HeaderExtension.allCases { #expect(video[kind] == ids[kind] ?? 0) }
        #expect(answered.uplink("0")?.extensions[.audioLevel] == 1)
    }

    @Test func slotsHaveNoStreamIdentifiers() throws {
        let answered = try Peer.answer(Offers.text("chromium156-recvonly-3"))
        let slot = try #require(answered.slot("1")).extensions
        #expect(slot[.mid] == 4)
        #expect(slot[.rid] == 0)
        #expect(slot[.repairedRid] == 0)
        #expect(try #require(answered["1"]).attributes.all.allSatisfy { $0.value?.contains("stream-id") != true })
    }

    @Test func directionsOfExtensionsAreHonouredAndReversed() throws {
        let answered = try Peer.answer(Offers.text("firefox153-simulcast-VP8"))
        let uplink = try #require(answered.uplink("1")).extensions
        #expect(uplink[.playoutDelay] == 0)
        #expect(uplink[.dependencyDescriptor] == 8)
        let lines = try #require(answered["1"]).attributes.read(ExtensionAttribute.self)
        #expect(lines.contains(ExtensionAttribute(id: 9, direction: .recvonly, uri: rid)))
        let receiving = try Peer.answer(Offers.text("firefox153-recvonly-3"))
        #expect(receiving.slot("1")?.extensions[.playoutDelay] == 6)
        #expect(
            try #require(receiving["1"]).attributes.read(ExtensionAttribute.self)
                .contains { $0.id == 6 && $0.direction == .sendonly })
    }

    @Test func aLineOfBothDirectionsTellsThemApart() throws {
        let offer = OfferSketch(
            .video("v", "sendrecv").adding(
                "a=extmap:1 \(mid)", "a=extmap:2/sendonly \(HeaderExtension.absSendTime.uri)",
                "a=extmap:3/recvonly \(HeaderExtension.playoutDelay.uri)", "a=extmap:4 \(rid)"))
        let answered = try Peer.answer(offer.text)
        let uplink = try #require(answered.uplink("v")).extensions
        let slot = try #require(answered.slot("v")).extensions
        #expect([uplink[.mid], uplink[.absSendTime], uplink[.playoutDelay], uplink[.rid]] == [1, 2, 0, 4])
        #expect([slot[.mid], slot[.absSendTime], slot[.playoutDelay], slot[.rid]] == [1, 0, 3, 0])
    }

    @Test func mixedFormsAreAnsweredWhereOffered() throws {
        let chromium = try Peer.answer(Offers.text("chromium156-av-sendrecv"))
        #expect(chromium.description.attributes.contains("extmap-allow-mixed"))
        #expect(chromium["0"]?.attributes.contains("extmap-allow-mixed") == false)
        let firefox = try Peer.answer(Offers.text("firefox153-av-sendrecv"))
        #expect(!firefox.description.attributes.contains("extmap-allow-mixed"))
        #expect(firefox["0"]?.attributes.contains("extmap-allow-mixed") == true)
    }

    @Test func highIdsNeedMixedForms() throws {
        let line = OfferSketch.Line.video("v").adding("a=extmap:20 \(mid)")
        #expect(try Peer.answer(OfferSketch(line).text).slot("v")?.extensions[.mid] == 0)
        let mixed = OfferSketch(line.adding("a=extmap-allow-mixed"))
        #expect(try Peer.answer(mixed.text).slot("v")?.extensions[.mid] == 20)
    }

    @Test(arguments: [0, 15, 256, 4_100, 65_535])
    func idsThatNoPacketCanCarryAreLeftOut(_ id: Int) throws {
        let line = OfferSketch.Line.video("v").adding("a=extmap-allow-mixed", "a=extmap:\(id) \(mid)")
        #expect(try Peer.answer(OfferSketch(line).text).slot("v")?.extensions == HeaderExtensionMap())
    }

    @Test func theSessionLevelHoldsForAllLines() throws {
        let offer = OfferSketch(.video("0"), .audio("1")).with { $0.session = ["a=extmap:3 \(mid)"] }
        #expect(try Peer.answer(offer.text).plan.slots.map { $0.extensions[.mid] } == [3, 3])
    }

    @Test func oneIdWithTwoMeaningsIsRefused() throws {
        let offer = OfferSketch(
            .video("0").adding("a=extmap:3 \(mid)"), .audio("1").adding("a=extmap:3 \(HeaderExtension.audioLevel.uri)"))
        let error = #expect(throws: NegotiationError.self) { try Peer.answer(offer.text) }
        #expect(error?.reason == .extensionConflict(id: 3))
    }
}

import MediaParameters
import Negotiation
import SDP
import Testing

/// Which RTP streams an uplink has, and how they are recognised.
@Suite struct StreamTests {
    private func encodings(_ lines: String...) throws -> [EncodingParameters] {
        var line = OfferSketch.Line.video("v", "sendonly")
        line.attributes += lines
        return try #require(try Peer.answer(OfferSketch(line).text).uplink("v")).encodings
    }

    private let rid = "a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"

    @Test(arguments: ["chromium156-simulcast-VP8", "chromium156-simulcast-H264", "libwebrtc-simulcast"])
    func chromiumSimulcastIsKnownByRidOnly(_ name: String) throws {
        let answered = try Peer.answer(Offers.text(name))
        let expected = ["q", "h", "f"].map { EncodingParameters(rid: $0) }
        #expect(answered.uplink("1")?.encodings == expected)
        let attributes = try #require(answered["1"]).attributes
        #expect(attributes.first("simulcast")?.value == "recv q;h;f")
        #expect(attributes.all.filter { $0.name == "rid" }.map(\.value) == ["q recv", "h recv", "f recv"])
    }

    @Test func firefoxSimulcastAlsoHasSources() throws {
        let answered = try Peer.answer(Offers.text("firefox153-simulcast-VP8"))
        #expect(
            answered.uplink("1")?.encodings == [
                EncodingParameters(rid: "q", ssrc: 2_969_974_163, rtxSSRC: 752_486_802),
                EncodingParameters(rid: "h", ssrc: 1_173_852_193, rtxSSRC: 3_276_961_127),
                EncodingParameters(rid: "f", ssrc: 1_637_660_354, rtxSSRC: 2_915_997_059),
            ])
    }

    @Test func aPlainStreamIsOneEncodingWithItsRetransmissions() throws {
        let answered = try Peer.answer(Offers.text("chromium156-av-sendrecv"))
        #expect(answered.uplink("0")?.encodings == [EncodingParameters(ssrc: 1_235_506_482)])
        #expect(answered.uplink("1")?.encodings == [EncodingParameters(ssrc: 2_790_638_394, rtxSSRC: 1_942_916_778)])
    }

    @Test func withoutAnySourceThereIsStillOneEncoding() throws {
        #expect(try encodings() == [EncodingParameters()])
    }

    @Test func aSIMGroupIsSimulcastWithoutRids() throws {
        let encodings = try encodings(
            "a=ssrc-group:SIM 1 2", "a=ssrc-group:FID 1 11", "a=ssrc-group:FID 2 12", "a=ssrc:1 cname:x",
            "a=ssrc:11 cname:x",
            "a=ssrc:2 cname:x", "a=ssrc:12 cname:x")
        #expect(encodings == [EncodingParameters(ssrc: 1, rtxSSRC: 11), EncodingParameters(ssrc: 2, rtxSSRC: 12)])
    }

    @Test func pausedAndAlternativeStreamsAreTaken() throws {
        let encodings = try encodings(rid, "a=rid:a send", "a=rid:c send pt=96;max-fps=30", "a=simulcast:send ~a;b,c")
        #expect(encodings.map(\.rid) == ["a", "c"])
    }

    @Test func streamsOfFormatsNotAcceptedAreLeftOut() throws {
        let encodings = try encodings(rid, "a=rid:a send pt=96,127", "a=rid:b send pt=127", "a=simulcast:send a;b")
        #expect(encodings.map(\.rid) == ["a"])
    }

    @Test func restrictionsPutTheLowestFirst() throws {
        let encodings = try encodings(
            rid, "a=rid:f send max-width=1280;max-height=720", "a=rid:q send max-width=320;max-height=180",
            "a=simulcast:send f;q")
        #expect(encodings.map(\.rid) == ["q", "f"])
    }

    @Test func ridsThatNoPacketWouldCarryAreNotAccepted() throws {
        let line = OfferSketch.Line.video("v", "sendonly").adding(
            "a=rid:a send", "a=rid:b send", "a=simulcast:send a;b")
        let answered = try Peer.answer(OfferSketch(line).text)
        #expect(answered.uplink("v")?.encodings == [EncodingParameters()])
        #expect(answered["v"]?.attributes.contains("simulcast") == false)
    }

    @Test func atMostFourStreamsAreAccepted() throws {
        var line = OfferSketch.Line.video("v", "sendonly").adding(rid)
        line.attributes +=
            (0..<8).map { "a=rid:r\($0) send" } + [
                "a=simulcast:send " + (0..<8).map { "r\($0)" }.joined(separator: ";")
            ]
        let answered = try Peer.answer(OfferSketch(line).text)
        #expect(answered.uplink("v")?.encodings.map(\.rid) == ["r0", "r1", "r2", "r3"])
        #expect(answered["v"]?.attributes.first("simulcast")?.value == "recv r0;r1;r2;r3")
    }

    @Test func anSSRCBelongsToTheFirstLineThatAnnouncesIt() throws {
        let offer = OfferSketch(
            .video("0", "sendonly").adding("a=ssrc:7 cname:x"), .video("1", "sendonly").adding("a=ssrc:7 cname:x"))
        let answered = try Peer.answer(offer.text)
        #expect(answered.plan.uplinks.flatMap(\.encodings).map(\.ssrc) == [7, nil])
    }
}

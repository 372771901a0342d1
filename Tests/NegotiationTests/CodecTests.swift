import MediaParameters
import Negotiation
import SDP
import Testing

@Suite struct CodecTests {
    private func codecs(_ offer: String, _ mid: String) throws -> [CodecParameters] {
        let answered = try Peer.answer(offer)
        return answered.uplink(mid)?.codecs ?? answered.slot(mid)?.codecs ?? []
    }

    private func video(_ formats: String, _ lines: String...) -> String {
        OfferSketch(.init(mid: "v", formats: formats, attributes: lines)).text
    }

    @Test func chromiumAudioIsOpusThenRed() throws {
        let codecs = try codecs(Offers.text("chromium156-av-sendrecv"), "0")
        #expect(codecs.map(\.codec) == [.opus, .red])
        #expect(codecs.map(\.payloadType) == [111, 63])
        #expect(codecs.map(\.clockRate) == [48_000, 48_000])
        #expect(codecs[0].feedback == .transportCC)
    }

    @Test func chromiumVideoKeepsItsOrderAndRetransmissions() throws {
        let codecs = try codecs(Offers.text("chromium156-av-sendrecv"), "1")
        #expect(codecs.map(\.codec) == [.vp8] + Array(repeating: .h264, count: 6) + [.av1, .vp9, .vp9])
        #expect(codecs.map(\.payloadType) == [96, 102, 104, 108, 114, 116, 39, 45, 98, 100])
        #expect(codecs.map(\.rtxPayloadType) == [97, 103, 107, 109, 115, 117, 40, 46, 99, 101])
        #expect(codecs.allSatisfy { $0.feedback == [.nack, .pli, .fir, .remb, .transportCC] })
        #expect(codecs.suffix(2).map(\.profile) == [0, 2])
    }

    @Test func h264ProfilesAndPacketizationModesDiffer() throws {
        let profiles = try codecs(Offers.text("chromium156-recvonly-3"), "1").filter { $0.codec == .h264 }.map(
            \.profile)
        #expect(profiles.count == 8)
        #expect(Set(profiles).count == 8)
    }

    @Test(arguments: [
        ("42e01f", "42e034", true), ("42e01f", "42c00a", true), ("42e01f", "4d801f", true), ("42001f", "42e01f", false),
        ("4d001f", "4d0028", true), ("64001f", "640c1f", false), ("64001f", "640034", true),
        ("f4001f", "64001f", false),
        ("58e01f", "42e01f", true),
    ])
    func h264ProfilesMatchWhateverTheLevel(_ one: String, _ other: String, _ match: Bool) throws {
        let codecs = try codecs(
            video(
                "100 101", "a=rtpmap:100 H264/90000", "a=fmtp:100 packetization-mode=1;profile-level-id=\(one)",
                "a=rtpmap:101 H264/90000", "a=fmtp:101 profile-level-id=\(other);packetization-mode=1"), "v")
        #expect(codecs.count == 2)
        #expect((codecs[0].profile == codecs[1].profile) == match)
    }

    @Test func aMissingH264ProfileIsConstrainedBaselineInMode0() throws {
        let codecs = try codecs(
            video(
                "100 101", "a=rtpmap:100 h264/90000", "a=rtpmap:101 H264/90000", "a=fmtp:101 profile-level-id=42e01f"),
            "v")
        #expect(codecs.map(\.profile) == [0x42e000, 0x42e000])
    }

    @Test(arguments: [
        "packetization-mode=2", "profile-level-id=42e0", "profile-level-id=+2e01f", "profile-level-id=zzzzzz",
    ])
    func unusableH264IsLeftOut(_ parameters: String) throws {
        let offer = video("96 100", "a=rtpmap:96 VP8/90000", "a=rtpmap:100 H264/90000", "a=fmtp:100 \(parameters)")
        #expect(try codecs(offer, "v").map(\.codec) == [.vp8])
    }

    @Test func av1AndVP9ProfilesAreTold() throws {
        let codecs = try codecs(
            video(
                "45 46 47 48", "a=rtpmap:45 AV1/90000", "a=fmtp:45 level-idx=5;profile=1;tier=0",
                "a=rtpmap:46 AV1/90000",
                "a=rtpmap:47 VP9/90000", "a=fmtp:47 profile-id=2", "a=rtpmap:48 VP9/90000"), "v")
        #expect(codecs.map(\.profile) == [1, 0, 2, 0])
    }

    @Test func redNeedsOpusInside() throws {
        let line = OfferSketch.Line(
            media: "audio", mid: "a", formats: "63 64 65 111",
            attributes: [
                "a=rtpmap:63 red/48000/2", "a=fmtp:63 111/111", "a=rtpmap:35 red/48000/2", "a=fmtp:35 0/0",
                "a=rtpmap:36 red/48000/2", "a=rtpmap:111 opus/48000/2",
            ])
        var other = line
        other.formats = "63 35 36 111"
        #expect(try codecs(OfferSketch(other).text, "a").map(\.payloadType) == [63, 111])
    }

    @Test func payloadTypesThatLookLikeRTCPAreLeftOut() throws {
        let offer = video("72 96", "a=rtpmap:72 VP8/90000", "a=rtpmap:96 VP8/90000")
        #expect(try codecs(offer, "v").map(\.payloadType) == [96])
    }

    @Test func retransmissionsOfUnknownCodecsAreLeftOut() throws {
        let answered = try Peer.answer(Offers.text("chromium156-simulcast-VP8"))
        #expect(answered["1"]?.formats == ["96", "97"])
    }

    @Test func feedbackForEveryPayloadTypeIsSpreadOut() throws {
        let offer = video(
            "96 98", "a=rtpmap:96 VP8/90000", "a=rtpmap:98 VP9/90000", "a=rtcp-fb:* nack pli", "a=rtcp-fb:98 nack")
        #expect(try codecs(offer, "v").map(\.feedback) == [.pli, [.pli, .nack]])
        let feedback = try #require(try Peer.answer(offer)["v"]).attributes.read(FeedbackAttribute.self).map(\.text)
        #expect(feedback == ["96 nack pli", "98 nack pli", "98 nack"])
    }

    @Test func transportFeedbackNeedsItsHeaderExtension() throws {
        let answered = try Peer.answer(Offers.text("gstreamer1.22-whip"))
        #expect(answered.uplink("video0")?.codecs.first?.feedback == [.pli, .fir])
        #expect(!answered.answer.sdp.contains("transport-cc"))
    }

    @Test func opusKeepsForwardErrorCorrection() throws {
        let answered = try Peer.answer(Offers.text("firefox153-av-sendrecv"))
        let formats = try #require(answered["0"]).attributes.read(FormatParameters.self)
        #expect(formats.map(\.text) == ["109 maxplaybackrate=48000;stereo=1;useinbandfec=1"])
    }

    @Test func opusWithoutChannelsIsTaken() throws {
        let answered = try Peer.answer(Offers.text("gstreamer1.22-whep"))
        #expect(answered.slot("audio0")?.codecs.map(\.codec) == [.opus])
        #expect(answered["audio0"]?.attributes.first("rtpmap")?.value == "111 OPUS/48000")
    }

    @Test func aLineWithNothingForwardableIsRefused() throws {
        let offer = OfferSketch(
            .video("0"), .init(media: "audio", mid: "1", formats: "0", attributes: ["a=rtpmap:0 PCMU/8000"]))
        let answered = try Peer.answer(offer.text)
        #expect(answered.description.media.map(\.port) == [9, 0])
        #expect(answered.description.attributes.first("group")?.value == "BUNDLE 0")
        #expect(answered.plan.slots.map(\.mid) == ["0"])
    }
}

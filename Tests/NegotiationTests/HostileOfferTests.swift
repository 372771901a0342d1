import Bytes
import MediaParameters
import Negotiation
import SDP
import Testing

/// Offers meant to hurt. Each is refused or answered; none may stop the process.
@Suite struct HostileOfferTests {
    private let sketch = OfferSketch(.audio("0"), .video("1"))

    private func refusal(_ offer: String) -> NegotiationError? {
        #expect(throws: NegotiationError.self) { try Peer.answer(offer) }
    }

    @Test func sizesAreCapped() {
        #expect(refusal(sketch.text + String(repeating: "a=x\r\n", count: 20_000))?.reason == .syntax(.textTooLong))
        #expect(refusal(String(repeating: "\n", count: 100_000))?.reason == .syntax(.textTooLong))
        #expect(refusal(sketch.text + String(repeating: "a=x\n", count: 5_000))?.reason == .syntax(.tooManyLines))
        #expect(refusal(sketch.text + "a=" + String(repeating: "x", count: 5_000))?.reason == .syntax(.lineTooLong))
        let many = sketch.with { $0.lines = (0..<33).map { .audio("m\($0)") } }
        #expect(refusal(many.text)?.reason == .syntax(.tooManyMediaLines))
        let candidates = String(repeating: "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n", count: 513)
        #expect(refusal(sketch.text + candidates)?.reason == .syntax(.tooManyCandidates))
    }

    @Test func thirtyTwoLinesAreAnswered() throws {
        let many = sketch.with { $0.lines = (0..<32).map { $0 % 2 == 0 ? .audio("m\($0)") : .video("m\($0)") } }
        #expect(try Peer.answer(many.text).plan.slots.map(\.seat) == (0..<32).map { $0 / 2 })
    }

    @Test(arguments: [
        ("a=ssrc:", 200, "ssrc"), ("a=rid:r", 20, "rid"), ("a=extmap:1 x", 70, "extmap"),
        ("a=ssrc-group:FID 1", 40, "ssrc-group"),
        ("a=rtpmap:96 VP8/90000", 300, "rtpmap"), ("a=fmtp:96 x=", 300, "fmtp"), ("a=rtcp-fb:96 x", 1_100, "rtcp-fb"),
    ])
    func attributesAreCounted(_ line: String, _ count: Int, _ name: String) {
        let lines = (0..<count).map { index in
            switch name {
            case "ssrc": "\(line)\(index) cname:x"
            case "rid": "\(line)\(index) send"
            default: line
            }
        }
        let offer = sketch.with {
            $0.lines[1].direction = "sendonly"
            $0.lines[1].attributes += lines
        }
        #expect(refusal(offer.text)?.reason == .syntax(.tooMany(name)))
    }

    @Test(arguments: ["4294967296", "4294967295", "128", "-1", "+96", "96a", "é"])
    func formatsMustBePayloadTypes(_ format: String) throws {
        let offer = sketch.with { $0.lines[1].formats = "96 \(format)" }
        #expect(refusal(offer.text) == NegotiationError(line: 17, reason: .syntax(.malformed("m"))))
    }

    @Test(arguments: [
        "m=video", "m=video 9", "m=video 9 UDP/TLS/RTP/SAVPF", "m=video 65536 UDP/TLS/RTP/SAVPF 96",
        "m=video x UDP/TLS/RTP/SAVPF 96",
        "m=vi(deo 9 UDP/TLS/RTP/SAVPF 96", "m= ",
        "m=video 9 UDP/TLS/RTP/SAVPF " + (0..<200).map(String.init).joined(separator: " "),
    ])
    func malformedMediaLinesAreRefused(_ line: String) {
        #expect(refusal(sketch.text + line + "\r\n")?.reason == .syntax(.malformed("m")))
    }

    @Test(arguments: [
        "rtpmap:96", "rtpmap:96 VP8", "rtpmap:96 VP8/x", "rtpmap:96 VP8/99999999999", "rtpmap:300 VP8/90000", "rtpmap",
        "fmtp:96",
        "fmtp:x y", "rtcp-fb:96", "rtcp-fb:999 nack", "extmap:1", "extmap:x y", "extmap:1/up urn:x",
        "extmap:99999 urn:x", "ssrc:x cname:y",
        "ssrc:4294967296 cname:y", "ssrc:1", "ssrc-group:FID x", "ssrc-group:", "rid:a", "rid:a up",
        "rid:a send pt=999",
        "rid:aaaaaaaaaaaaaaaaa send", "simulcast:", "simulcast:send", "simulcast:send a;b recv", "simulcast:up a",
        "simulcast:send ~;a",
    ])
    func malformedAttributesAreRefusedByName(_ attribute: String) {
        let name = String(attribute.prefix { $0 != ":" })
        let offer = sketch.with {
            $0.lines[1].direction = "sendonly"
            $0.lines[1].attributes.append("a=\(attribute)")
        }
        #expect(refusal(offer.text)?.reason == .syntax(.malformed(name)))
    }

    @Test(arguments: ["", "(", "a b", "a:b", String(repeating: "m", count: 65)])
    func midsMustBeShortTokens(_ mid: String) {
        #expect(refusal(sketch.with { $0.lines[1].mid = mid }.text)?.reason == .missingMid)
    }

    @Test func structureMustHold() {
        #expect(refusal("")?.reason == .syntax(.missingVersion))
        #expect(refusal("v=0\r\n")?.reason == .noMedia)
        #expect(refusal(sketch.with { $0.lines = [] }.text)?.reason == .noMedia)
        #expect(refusal(sketch.with { $0.lines[1].mid = nil }.text)?.reason == .missingMid)
        #expect(refusal(sketch.with { $0.lines[1].mid = "0" }.text)?.reason == .duplicateMid("0"))
        #expect(refusal(sketch.text + "a=x\u{0}y\r\n")?.reason == .syntax(.controlCharacter))
        #expect(refusal(sketch.text + "a=x\ry\r\n")?.reason == .syntax(.controlCharacter))
    }

    @Test func linesWithoutSourcesAreAnswered() throws {
        let plan = try Peer.answer(OfferSketch(.video("0", "sendrecv"), .audio("1", "sendrecv")).text).plan
        #expect(plan.uplinks.map(\.encodings) == [[EncodingParameters()], [EncodingParameters()]])
    }

    @Test func whatTheClientWroteCannotBreakOutOfItsLine() throws {
        let offer = sketch.with { $0.lines[1].attributes.append("a=fmtp:96 x=\u{2028}\u{85}\u{b}a=ice-lite") }
        let answered = try Peer.answer(offer.text)
        #expect(answered.description.media.count == 2)
        #expect(answered["1"]?.attributes.contains("ice-lite") == false)
    }
}

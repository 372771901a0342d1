import MediaParameters
import SDP
import Testing

/// Attribute values as clients write them: read, and written the same.
@Suite struct AttributeTests {
    private func rewritten<Value: AttributeValue>(_ text: String, _ kind: Value.Type) -> String? {
        Value(text)?.text
    }

    @Test(arguments: ["111 opus/48000/2", "96 VP8/90000", "9 G722/8000/1", "111 OPUS/48000"])
    func rtpmap(_ text: String) { #expect(rewritten(text, RTPMap.self) == text) }

    @Test(arguments: ["111 minptime=10;useinbandfec=1", "63 111/111", "97 apt=96", "101 0-15"])
    func fmtp(_ text: String) { #expect(rewritten(text, FormatParameters.self) == text) }

    @Test func fmtpParametersAreFoundByName() throws {
        let format = try #require(FormatParameters("102 level-asymmetry-allowed=1; Profile-Level-Id=42001f ;x"))
        #expect(format["profile-level-id"] == "42001f")
        #expect(format["level-asymmetry-allowed"] == "1")
        #expect(format["x"] == nil)
        #expect(FormatParameters("97 apt=96")?.associatedPayloadType == 96)
        #expect(FormatParameters("97 apt=196")?.associatedPayloadType == nil)
        #expect(FormatParameters("63 111/111")?.redundancy == [111, 111])
        #expect(FormatParameters("63 apt=111")?.redundancy == nil)
    }

    @Test(arguments: ["96 nack pli", "* nack", "96 goog-remb", "111 transport-cc"])
    func feedback(_ text: String) { #expect(rewritten(text, FeedbackAttribute.self) == text) }

    @Test func extensions() {
        #expect(ExtensionAttribute("4 urn:x") == ExtensionAttribute(id: 4, uri: "urn:x"))
        #expect(
            ExtensionAttribute("9/sendonly urn:x some config")
                == ExtensionAttribute(id: 9, direction: .sendonly, uri: "urn:x"))
        #expect(rewritten("9/sendonly urn:x", ExtensionAttribute.self) == "9/sendonly urn:x")
    }

    @Test(arguments: ["q send", "f recv", "a send pt=96,97;max-width=1280;max-fps=30"])
    func rid(_ text: String) { #expect(rewritten(text, RestrictionIdentifier.self) == text) }

    @Test(arguments: ["send q;h;f", "recv q;h;f", "send 1,2;3 recv 4"])
    func simulcast(_ text: String) { #expect(rewritten(text, SimulcastAttribute.self) == text) }

    @Test func pausedStreamsAreNamedWithoutTheirMark() {
        #expect(SimulcastAttribute("send ~q;h,~f")?.send == [["q"], ["h", "f"]])
    }

    @Test(arguments: ["1235506482 cname:YnIxjgjjFii8/yn5", "1 msid:a b", "4294967295 x"])
    func ssrc(_ text: String) { #expect(rewritten(text, SourceAttribute.self) == text) }

    @Test(arguments: ["FID 2790638394 1942916778", "SIM 1 2 3"])
    func ssrcGroup(_ text: String) { #expect(rewritten(text, SourceGroup.self) == text) }

    @Test func fingerprint() {
        let upper = FingerprintAttribute("sha-256 0A:FF")
        #expect(upper == FingerprintAttribute("SHA-256 0a:fF"))
        #expect(upper?.bytes == [10, 255])
        #expect(upper?.text == "sha-256 0A:FF")
    }

    @Test func candidate() {
        let text = "2129403710 1 udp 2122194687 fd77::1 34534 typ host"
        #expect(rewritten(text + " generation 0 network-id 1", CandidateAttribute.self) == text)
        #expect(CandidateAttribute("0 1 UDP 1 a.local 9 typ host")?.transport == "udp")
        #expect(CandidateAttribute("0 1 UDP 99999999999 a 9 typ host") == nil)
        #expect(CandidateAttribute("0 1 UDP 1 a 65536 typ host") == nil)
        #expect(CandidateAttribute("0 1 UDP 1 a 9 host") == nil)
    }
}

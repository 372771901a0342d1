import MediaParameters
import Negotiation
import SDP
import Testing

@Suite struct TransportTests {
    private let sketch = OfferSketch(.audio("0"), .video("1"))

    private func reason(_ offer: OfferSketch) -> NegotiationError.Reason? {
        #expect(throws: NegotiationError.self) { try Peer.answer(offer.text) }?.reason
    }

    @Test(arguments: [
        ("actpass", DTLSRole.server, "passive"), ("active", .server, "passive"), ("passive", .client, "active"),
    ])
    func theServerWaitsWhereverItMay(_ offered: String, _ role: DTLSRole, _ answer: String) throws {
        let answered = try Peer.answer(sketch.with { $0.setup = ["a=setup:\(offered)"] }.text)
        #expect(answered.plan.dtls.role == role)
        #expect(answered.description.media.map { $0.attributes.first("setup")?.value } == [answer, answer])
    }

    @Test func anOfferWithoutSetupIsActive() throws {
        #expect(try Peer.answer(sketch.with { $0.setup = [] }.text).plan.dtls.role == .server)
        #expect(reason(sketch.with { $0.setup = ["a=setup:holdconn"] }) == .unsupportedSetup)
    }

    @Test func fingerprintsOfEitherCaseAreTaken() throws {
        let lower = sketch.with {
            $0.fingerprint = [$0.fingerprint[0].replacing("AB", with: "ab").replacing("sha", with: "SHA")]
        }
        #expect(try Peer.answer(lower.text).plan.dtls.fingerprint.bytes == [UInt8](repeating: 0xab, count: 32))
    }

    @Test func theFirstStrongFingerprintCounts() throws {
        let weak = "a=fingerprint:sha-1 " + [String](repeating: "01", count: 20).joined(separator: ":")
        let strong = "a=fingerprint:sha-512 " + [String](repeating: "CD", count: 64).joined(separator: ":")
        let answered = try Peer.answer(sketch.with { $0.fingerprint = [weak, strong] + $0.fingerprint }.text)
        #expect(answered.plan.dtls.fingerprint.algorithm == .sha512)
        #expect(reason(sketch.with { $0.fingerprint = [weak] }) == .weakFingerprint)
    }

    @Test(arguments: ["sha-256 AB:CD", "sha-256", "sha-256 ABCD", "sha-256 GG:00", "sha-256 +1:00", ""])
    func malformedFingerprintsAreRefused(_ value: String) {
        #expect(
            reason(sketch.with { $0.fingerprint = ["a=fingerprint:\(value)"] }) == .syntax(.malformed("fingerprint")))
    }

    @Test func aMissingFingerprintIsRefused() {
        #expect(reason(sketch.with { $0.fingerprint = [] }) == .missingFingerprint)
    }

    @Test func credentialsAreNeeded() {
        #expect(reason(sketch.with { $0.credentials = [] }) == .missingCredentials)
        #expect(reason(sketch.with { $0.credentials.removeLast() }) == .malformedCredentials)
        #expect(reason(sketch.with { $0.credentials[0] = "a=ice-ufrag:abc" }) == .malformedCredentials)
        #expect(reason(sketch.with { $0.credentials[0] = "a=ice-ufrag:ab:cd" }) == .malformedCredentials)
        #expect(reason(sketch.with { $0.credentials[1] = "a=ice-pwd:short" }) == .malformedCredentials)
        let long = String(repeating: "x", count: 257)
        #expect(reason(sketch.with { $0.credentials[1] = "a=ice-pwd:\(long)" }) == .malformedCredentials)
    }

    @Test func twoLiteAgentsCannotMeet() {
        #expect(reason(sketch.with { $0.session = ["a=ice-lite"] }) == .remoteIsLite)
    }

    @Test func everythingMustShareOneTransport() throws {
        #expect(reason(sketch.with { $0.bundle = "0" }) == .notBundled(mid: "1"))
        #expect(reason(sketch.with { $0.hasBundle = false }) == .notBundled(mid: "0"))
        #expect(reason(sketch.with { $0.lines[1].multiplexes = false }) == .notMultiplexed(mid: "1"))
    }

    @Test func aGroupMayNameWhatIsNotThere() throws {
        // Some publishers always write the same group, with or without video.
        let answered = try Peer.answer(sketch.with { $0.bundle = "9 0 1 0" }.text)
        #expect(answered.description.attributes.first("group")?.value == "BUNDLE 0 1")
    }

    @Test func aLoneLineNeedsNoGroup() throws {
        let answered = try Peer.answer(OfferSketch(.video("v")).with { $0.hasBundle = false }.text)
        #expect(answered.plan.slots.map(\.mid) == ["v"])
        #expect(!answered.description.attributes.contains("group"))
        #expect(try #require(answered["v"]).attributes.read(CandidateAttribute.self).count == 2)
    }

    @Test func everyAcceptedLineGetsTheCandidates() throws {
        let data = OfferSketch.Line(
            media: "application", mid: "d", transport: "UDP/DTLS/SCTP", formats: "webrtc-datachannel", attributes: [])
        let answered = try Peer.answer(OfferSketch(data, .audio("0"), .video("1")).with { $0.bundle = "d 1 0" }.text)
        #expect(answered.description.attributes.first("group")?.value == "BUNDLE 1 0")
        #expect(answered["1"]?.attributes.contains("candidate") == true)
        #expect(answered["0"]?.attributes.contains("candidate") == true)
        #expect(answered["0"]?.attributes.contains("end-of-candidates") == true)
        #expect(answered["d"]?.port == 0)
    }

    @Test func refusedLinesStillNameTheTransport() throws {
        // aiortc reads it before it looks at the port.
        let answered = try Peer.answer(Offers.text("aiortc1.16-data"))
        let data = try #require(answered.description.media.first { $0.media == "application" })
        #expect(data.port == 0)
        #expect(data.attributes.first("ice-ufrag")?.value == answered.plan.localICE.usernameFragment)
        #expect(!data.attributes.contains("candidate"))
    }

    @Test func candidatesFallInPriority() throws {
        let answered = try Peer.answer(sketch.text)
        let candidates = try #require(answered["0"]).attributes.read(CandidateAttribute.self)
        #expect(
            candidates.map(\.text) == [
                "1 1 udp 2130706431 192.0.2.7 4001 typ host", "2 1 udp 2130706175 2001:db8::7 4001 typ host",
            ])
    }

    @Test func credentialsNameTheWorker() throws {
        let plan = try Peer.answer(sketch.text).plan
        #expect(ICECredentials.worker(of: plan.localICE.usernameFragment.utf8) == 1)
        #expect(plan.remoteICE == ICECredentials(usernameFragment: "abcd", password: "aaaaaaaaaaaaaaaaaaaaaaaa"))
    }

    @Test func aDirectionNotAllowedIsNotAnswered() throws {
        let offer = Offers.text("gstreamer1.22-whip")
        let publisher = try Peer.answer(offer, allowing: .sendonly)
        #expect(publisher.plan.uplinks.count == 2)
        #expect(publisher.plan.slots.isEmpty)
        #expect(publisher.description.media.allSatisfy { $0.attributes.contains("recvonly") })
        let viewer = try Peer.answer(offer, allowing: .recvonly)
        #expect(viewer.plan.uplinks.isEmpty)
        #expect(viewer.plan.slots.map(\.seat) == [0, 0])
    }

    @Test func protocolsWithoutKeysAreRefused() throws {
        let answered = try Peer.answer(sketch.with { $0.lines[1].transport = "RTP/AVP" }.text)
        #expect(answered.description.media.map(\.port) == [9, 0])
    }

    @Test func theLineAtFaultIsNamed() {
        let error = #expect(throws: NegotiationError.self) {
            try Peer.answer(sketch.with { $0.lines[1].multiplexes = false }.text)
        }
        #expect(error?.description == "line 17: the m-line \"1\" lacks a=rtcp-mux")
    }
}

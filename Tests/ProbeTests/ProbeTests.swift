import Bytes
import MediaParameters
import Probe
import SecureTransport
import Testing

@Suite struct ProbeTests {
    private static let answer = """
        v=0\r
        a=ice-lite\r
        m=audio 9 UDP/TLS/RTP/SAVPF 109\r
        a=ice-ufrag:abcd1234\r
        a=ice-pwd:0123456789abcdefghijklmn\r
        a=fingerprint:sha-256 \(Array(repeating: "AB", count: 32).joined(separator: ":"))\r
        a=rtpmap:109 opus/48000/2\r
        a=candidate:1 1 udp 2130706431 192.0.2.1 4001 typ host\r
        a=candidate:2 1 TCP 1671430143 2001:db8::1 443 typ host tcptype passive\r
        a=candidate:1 1 udp 2130706431 192.0.2.1 4001 typ host\r
        a=candidate:3 1 udp 1 192.0.2.1 99999 typ host\r
        """

    private func offer(_ certificate: DTLSCertificate, isSender: Bool = true) -> ProbeOffer {
        var chance = SeededGenerator(seed: 1)
        return ProbeOffer(isSender: isSender, fingerprint: certificate.fingerprint, using: &chance)
    }

    @Test func anAnswerTellsCredentialsAndEachCandidateOnce() throws {
        let session = try #require(ProbeSession(answer: Self.answer))
        #expect(session.usernameFragment == "abcd1234" && session.opusType == 109)
        #expect(
            session.candidates == [
                .init(host: "192.0.2.1", port: 4001, isTCP: false), .init(host: "2001:db8::1", port: 443, isTCP: true),
            ])
    }

    @Test(arguments: ["a=ice-ufrag:", "a=ice-pwd:", "a=fingerprint:"])
    func anAnswerWithoutWhatABrowserNeedsIsNone(line: String) {
        let lines = Self.answer.split(separator: "\r\n").filter { !$0.hasPrefix(line) }
        #expect(ProbeSession(answer: lines.joined(separator: "\r\n")) == nil)
    }

    @Test func checksAreSentUntilAnAnswerComesAndNothingElseIsSentBefore() throws {
        let certificate = try DTLSCertificate()
        let session = try #require(ProbeSession(answer: Self.answer))
        let peer = ProbePeer(offer: offer(certificate), session: session, certificate: certificate)
        for millisecond in 0..<1000 { peer.advance(to: MonotonicTime(milliseconds: Int64(millisecond))) }
        let sent = peer.takeOutbox()
        #expect(sent.count == 10 && sent.allSatisfy { $0.first == 0 })
        #expect(peer.progress.roundTrip == nil && !peer.progress.isSecured)
    }

    @Test func whatIsNoAnswerToItsChecksChangesNothing() throws {
        let certificate = try DTLSCertificate()
        let session = try #require(ProbeSession(answer: Self.answer))
        let peer = ProbePeer(offer: offer(certificate), session: session, certificate: certificate)
        peer.advance(to: MonotonicTime(milliseconds: 1))
        var chance = SeededGenerator(seed: 7)
        for count in 0..<200 {
            let garbage = (0..<count).map { _ in UInt8.random(in: 0...255, using: &chance) }
            for first: UInt8 in [0, 1, 22, 128, 200] where count > 0 {
                peer.receive([first] + garbage.dropFirst(), now: MonotonicTime(milliseconds: 2))
            }
        }
        #expect(peer.progress.roundTrip == nil && peer.progress.packetsReceived == 0)
    }
}

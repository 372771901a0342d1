import MediaParameters
import Negotiation
import SDP
import Testing

/// What WHIP and WHEP clients send by PATCH.
@Suite struct FragmentTests {
    private let candidate = "a=candidate:1 1 udp 2130706431 192.0.2.1 61764 typ host"

    private func fragment(_ credentials: [String], _ rest: [String] = []) -> String {
        (["a=ice-options:trickle ice2", "a=group:BUNDLE 0 1", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=mid:0"]
            + credentials + rest)
            .map { $0 + "\r\n" }.joined()
    }

    private func started() throws -> Peer {
        var peer = Peer()
        _ = try peer.answer(OfferSketch(.audio("0", "sendonly"), .video("1", "sendonly")).text)
        return peer
    }

    private let old = ["a=ice-ufrag:abcd", "a=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa"]
    private let new = ["a=ice-ufrag:ysXw", "a=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k"]

    @Test func candidatesChangeNothing() throws {
        var peer = try started()
        let plan = peer.session.plan
        for text in [
            fragment(old, [candidate, "a=end-of-candidates"]), fragment([], [candidate]), "a=end-of-candidates\r\n",
        ] {
            #expect(try peer.session.restart(fragment: text, local: Peer.local, using: &peer.generator) == nil)
        }
        #expect(peer.session.plan == plan)
    }

    @Test func newCredentialsAreAnsweredWithNewOnes() throws {
        var peer = try started()
        let before = try #require(peer.session.plan)
        let restarted = try #require(
            try peer.session.restart(fragment: fragment(new, [candidate]), local: Peer.local, using: &peer.generator))
        #expect(restarted.iceRestarted)
        #expect(
            restarted.plan.remoteICE == ICECredentials(usernameFragment: "ysXw", password: "vw5LmwG4y/e6dPP/zAP9Gp5k"))
        #expect(restarted.plan.localICE.usernameFragment != before.localICE.usernameFragment)
        #expect(restarted.plan.uplinks == before.uplinks)
        #expect(peer.session.plan == restarted.plan)
        let answer = try SessionFragment(parsing: restarted.sdp)
        #expect(answer.attributes.all == [Attribute("ice-lite"), Attribute("group", "BUNDLE 0 1")])
        let section = try #require(answer.media.first)
        #expect(section.media == "audio")
        #expect(section.attributes.first("mid")?.value == "0")
        #expect(section.attributes.first("ice-ufrag")?.value == restarted.plan.localICE.usernameFragment)
        #expect(section.attributes.first("ice-pwd")?.value == restarted.plan.localICE.password)
        #expect(try section.attributes.read(CandidateAttribute.self).map(\.address) == ["192.0.2.7", "2001:db8::7"])
    }

    @Test func credentialsMayStandAtTheSessionLevel() throws {
        var peer = try started()
        let text = (new + [candidate]).joined(separator: "\n")
        #expect(try peer.session.restart(fragment: text, local: Peer.local, using: &peer.generator) != nil)
    }

    @Test func lateCandidatesDoNotUndoARestart() throws {
        var peer = try started()
        _ = try peer.session.restart(fragment: fragment(new), local: Peer.local, using: &peer.generator)
        let late = try peer.session.restart(
            fragment: fragment(old, [candidate]), local: Peer.local, using: &peer.generator)
        #expect(late == nil)
        #expect(peer.session.plan?.remoteICE.usernameFragment == "ysXw")
    }

    @Test func aWrongFragmentIsRefused() throws {
        var peer = try started()
        let plan = peer.session.plan
        for text in ["", "hello", fragment(["a=ice-ufrag:ysXw"]), fragment(new) + "a=x\u{0}"] {
            #expect(throws: NegotiationError.self) {
                try peer.session.restart(fragment: text, local: Peer.local, using: &peer.generator)
            }
        }
        #expect(peer.session.plan == plan)
    }

    @Test func thereMustBeASession() {
        var peer = Peer()
        let error = #expect(throws: NegotiationError.self) {
            try peer.session.restart(fragment: fragment(new), local: Peer.local, using: &peer.generator)
        }
        #expect(error?.reason == .noSession)
    }
}

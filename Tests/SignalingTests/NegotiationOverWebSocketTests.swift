import EdgeTestSupport
import Signaling
import Testing

@Suite("Offers over the WebSocket", .timeLimit(.minutes(1)))
struct NegotiationOverWebSocketTests {
    private func offer(_ sdp: String, id: Int) -> [String: Any] {
        [
            "type": "OFFER", "id": id, "sdp": sdp,
            "tracks": [
                ["mid": "0", "source": "microphone", "muted": false], ["mid": "1", "source": "camera", "muted": true],
            ],
        ]
    }

    @Test("an offer is answered with its id and the server's candidates, then come the slots; others learn the tracks")
    func answer() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            try ann.send(offer(TestOffer.member, id: 7))
            let answer = await ann.next("ANSWER")
            #expect(answer?["id"] as? Int == 7)
            let sdp = answer?["sdp"] as? String ?? ""
            #expect(sdp.contains("a=ice-lite\r\n") && sdp.contains("a=candidate:") && sdp.contains("a=setup:passive"))
            let slots = await ann.next("SLOTS")?["slots"] as? [[String: Any]]
            #expect(slots?.map { $0["mid"] as? String } == ["2", "3"])
            #expect(slots?.map { $0["kind"] as? String } == ["audio", "video"])
            #expect((await bo.next("MEDIA")?["tracks"] as? [Any])?.count == 2)
        }
    }

    @Test("a refused offer says why, and the next one is answered")
    func refusal() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            try ann.send(offer("v=0\r\nnonsense\r\n", id: 1))
            let error = await ann.next("ERROR")
            #expect(error?["code"] as? String == "bad_offer" && error?["in"] as? String == "OFFER")
            #expect((error?["message"] as? String)?.contains("line") == true)
            try ann.send(offer(TestOffer.member, id: 2))
            #expect(await ann.next("ANSWER")?["id"] as? Int == 2)
        }
    }

    @Test("a second offer keeps the credentials; a new peer connection gets new ones")
    func laterOffers() async throws {
        @Sendable func ufrag(_ answer: [String: Any]?) -> Substring? {
            (answer?["sdp"] as? String)?.split(separator: "\r\n").first { $0.hasPrefix("a=ice-ufrag:") }
        }
        let directions = [("audio", "sendonly"), ("video", "sendonly"), ("audio", "recvonly"), ("video", "recvonly")]
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            try ann.send(offer(TestOffer.member, id: 1))
            let first = ufrag(await ann.next("ANSWER"))
            try ann.send(offer(TestOffer.sdp(directions + [("video", "recvonly")]), id: 2))
            let second = ufrag(await ann.next("ANSWER"))
            try ann.send(offer(TestOffer.sdp(directions, ufrag: "wxyz", certificate: 0xCD), id: 3))
            let third = ufrag(await ann.next("ANSWER"))
            #expect(first != nil && first == second && third != nil && third != first)
        }
    }
}

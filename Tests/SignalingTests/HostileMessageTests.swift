import EdgeTestSupport
import PartyProtocol
import Signaling
import Testing

@Suite("Hostile messages (W2, W4, W9, W10)", .timeLimit(.minutes(1)))
struct HostileMessageTests {
    @Test(
        "W4: what is no JSON object closes with 1007",
        arguments: ["{", "[]", "", "null", "{\"a\":}", String(repeating: "[", count: 60_000)])
    func notJSON(text: String) async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            ann.send(text)
            #expect(await ann.web.closeCode() == 1007)
        }
    }

    @Test("W4: seventeen levels close with 1007; sixteen do not")
    func depth() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let nested = { (count: Int) in String(repeating: "[", count: count) + String(repeating: "]", count: count) }
            ann.send(#"{"type":"PING","timestamp":1,"x":\#(nested(15))}"#)
            #expect(await ann.next("PONG") != nil)
            ann.send(#"{"type":"PING","timestamp":1,"x":\#(nested(16))}"#)
            #expect(await ann.web.closeCode() == 1007)
        }
    }

    @Test("a wrong field is named, with the message it stands in, and the socket stays")
    func badField() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            ann.send(#"{"type":"VIEW","streams":[{"memberId":"m","source":"camera","height":-1,"pinned":false}]}"#)
            let error = await ann.next("ERROR")
            #expect(error?["code"] as? String == "bad_message" && error?["in"] as? String == "VIEW")
            #expect(error?["message"] as? String == "streams[0].height must be between 0 and 16384.")
            ann.send(#"{"type":"DANCE"}"#)
            #expect(await ann.next("ERROR")?["code"] as? String == "unknown_type")
            ann.send(#"{"type":"PING","timestamp":1}"#)
            #expect(await ann.next("PONG") != nil)
        }
    }

    @Test("W4: a short flood is warned of, a long one closed with 1008; others notice nothing")
    func flood() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            for _ in 0..<130 { bo.send(#"{"type":"PING","timestamp":1}"#) }
            #expect(await bo.next("ERROR")?["code"] as? String == "rate_limited")
            for _ in 0..<400 { bo.send(#"{"type":"PING","timestamp":1}"#) }
            #expect(await bo.web.closeCode() == 1008)
            #expect(await ann.next("LEAVE")?["reason"] as? String == "removed")
        }
    }

    @Test(
        "W9: names are data, whatever they say",
        arguments: ["../../etc/passwd", "'; DROP TABLE sessions; --", "%n%s%x", "<img src=x onerror=alert(1)>"])
    func strangeNames(name: String) async throws {
        try await TestParty.with { party in
            _ = try await party.join(name)
            let bo = try await party.join("Bo")
            #expect((bo.welcome["members"] as? [[String: Any]])?.first?["name"] as? String == name)
        }
    }

    @Test("W10: nothing a client sends begins a line of the log")
    func logInjection() async throws {
        let log = CapturedLog()
        try await TestParty.with(log: log) { party in
            let client = try await party.connect()
            client.send(#"{"type":"JOIN","version":1,"roomId":"a","name":"Ann\nERROR forged"}"#)
            #expect(await client.next("ERROR")?["code"] as? String == "bad_message")
            client.send(#"{"type":"JOIN","version":1,"roomId":"a","name":"Ann"}"#)
            #expect(await client.next("WELCOME") != nil)
            client.send(#"{"type":"OFFER","id":1,"sdp":"v=0\r\nERROR forged\r\n","tracks":[]}"#)
            #expect(await client.next("ERROR")?["code"] as? String == "bad_offer")
        }
        #expect(log.lines.contains { $0.hasPrefix("joined") })
        #expect(log.lines.allSatisfy { !$0.contains("\n") && !$0.contains("\r") && !$0.hasPrefix("ERROR") })
        #expect(LogText.escaped("a\nb\u{1B}[31m") == "a\\nb\\u{1B}[31m")
    }

    @Test("W2: nobody acts in a room without joining it, or for another")
    func strangers() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let stranger = try await party.connect()
            stranger.send(#"{"type":"MEDIA","memberId":"\#(ann.id)","roomId":"film-night","tracks":[]}"#)
            #expect(await stranger.next("ERROR")?["code"] as? String == "not_joined")
            let bo = try await party.join("Bo", room: "elsewhere")
            bo.send(#"{"type":"MEDIA","memberId":"\#(ann.id)","tracks":[{"mid":"0","source":"camera","muted":true}]}"#)
            bo.send(#"{"type":"LEAVE","memberId":"\#(ann.id)"}"#)
            #expect(await ann.next("MEDIA", seconds: 0.2) == nil)
            #expect(!ann.web.socket.isClosed)
        }
    }
}

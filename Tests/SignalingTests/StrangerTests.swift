import Edge
import EdgeTestSupport
import NIOCore
import PartyProtocol
import SessionStore
import Signaling
import Testing

/// What anybody could do on the first server, row by row: refused with an error, and kept in the record.
@Suite("Strangers (W2)", .timeLimit(.minutes(3)))
struct StrangerTests {
    private func legacy(_ type: String, _ fields: String) -> String { #"{"type":"\#(type)",\#(fields)}"# }

    /// What the record holds of one refused message of eve's, who is in the room `elsewhere`, while Ann is in `film-night` and hears nothing of it.
    private func refusal(of attack: String, code: String) async throws -> AuditRecord? {
        try await TestStore.events { party in
            let ann = try await party.joinLegacy("user_ann")
            let eve = try await party.joinLegacy("user_eve", room: "elsewhere")
            eve.send(attack)
            #expect(await eve.next("ERROR", seconds: 20)?["code"] as? String == code)
            eve.send(#"{"type":"LEAVE","userId":"user_eve","roomId":"elsewhere"}"#)
            ann.send(#"{"type":"PING","userId":"user_ann","timestamp":1}"#)
            while let frame = await ann.web.frame(seconds: 20) {
                #expect(!frame.text.contains("user_eve") && !frame.text.contains("PLAY_PAUSE"))
                if frame.text.contains("PONG") { break }
            }
        }.of(.badInput).first
    }

    @Test("W2: a message without a room reaches nobody")
    func withoutRoom() async throws {
        let row = try await refusal(
            of: legacy("PLAY_PAUSE", #""userId":"user_eve","control":"pause""#), code: "not_allowed")
        #expect(row?.member == "user_eve" && row?.room == "elsewhere")
        #expect(row?.detail["reason"] == "PLAY_PAUSE: not of this member and room")
    }

    @Test("W2: nobody is reached in another room", arguments: ["OFFER", "ANSWER", "ICE_CANDIDATE", "SYNC_RESPONSE"])
    func otherRoom(type: String) async throws {
        let fields = #""from":"user_eve","to":"user_ann","userId":"user_eve","roomId":"elsewhere""#
        let row = try await refusal(of: legacy(type, fields), code: "unknown_member")
        #expect(row?.member == "user_eve" && row?.detail["reason"] == type + ": unknown_member")
    }

    @Test(
        "W2: nobody speaks in another's name",
        arguments: [
            #""userId":"user_ann","roomId":"elsewhere","control":"pause""#,
            #""userId":"user_eve","from":"user_ann","roomId":"elsewhere","control":"pause""#,
            #""userId":"user_eve","fromUserId":"server","roomId":"elsewhere","control":"pause""#,
            #""userId":"user_eve","roomId":"film-night","control":"pause""#,
        ])
    func spoofed(fields: String) async throws {
        let row = try await refusal(of: legacy("PLAY_PAUSE", fields), code: "not_allowed")
        #expect(row?.member == "user_eve" && row?.detail["reason"]?.hasPrefix("PLAY_PAUSE") == true)
    }

    @Test("W2: nobody acts in a room without joining it, in either protocol")
    func withoutJoining() async throws {
        let events = try await TestStore.events { party in
            let ann = try await party.join("Ann")
            for message in [
                #"{"type":"PLAY_PAUSE","userId":"\#(ann.id)","roomId":"film-night","control":"play"}"#,
                #"{"type":"SEEK","id":"c","revision":0,"position":5}"#, #"{"type":"KICK","memberId":"\#(ann.id)"}"#,
                #"{"type":"CHAT","text":"hello"}"#,
            ] {
                let stranger = try await party.connect()
                stranger.send(message)
                #expect(await stranger.next("ERROR", seconds: 20)?["code"] as? String == "not_joined")
            }
            #expect(await ann.next("CHAT", seconds: 0.2) == nil)
        }
        #expect(
            events.of(.badInput).reasons == [
                "PLAY_PAUSE: not joined", "SEEK: not joined", "KICK: not joined", "CHAT: not joined",
            ])
    }

    @Test("W2: nobody takes a name that somebody has, and closing deletes nobody else")
    func victim() async throws {
        let events = try await TestStore.events { party in
            let ann = try await party.joinLegacy("user_ann")
            let bo = try await party.joinLegacy("user_bo")
            let present = ann.web.answerPings()
            let eve = try await party.connect()
            eve.send(#"{"type":"JOIN","userId":"user_ann","roomId":"film-night","timestamp":1}"#)
            #expect(await eve.next("ERROR", seconds: 20)?["code"] as? String == "not_allowed")
            #expect(await eve.web.closeCode(seconds: 20) == 1008)
            await eve.web.socket.drop()
            #expect(await bo.next("LEAVE", seconds: 0.3) == nil)
            #expect(!ann.web.socket.isClosed)
            present.cancel()
        }
        #expect(events.of(.refused).reasons == ["not_allowed"])
        #expect(events.of(.leave).isEmpty)
    }

    @Test("a dead socket of the same user gives way, as after a change of network")
    func deadSocket() async throws {
        try await TestParty.with { party in
            let ann = try await party.joinLegacy("user_ann")
            // Nobody answers on it any more: this client reads no frames, so no ping is answered.
            let again = try await party.joinLegacy("user_ann")
            #expect(await ann.web.closeCode(seconds: 20) == 4001)
            let bo = try await party.joinLegacy("user_bo")
            let offer =
                #"{"type":"OFFER","from":"user_bo","to":"user_ann","userId":"user_bo","roomId":"film-night","offer":{}}"#
            bo.send(offer)
            _ = await again.next("JOIN", seconds: 20)
            #expect(await again.web.frame(seconds: 20)?.text == offer)
        }
    }

    @Test("W5: no answer to a newcomer leads its page elsewhere")
    func syncResponse() async throws {
        try await TestParty.with { party in
            let ann = try await party.joinLegacy("user_ann")
            let bo = try await party.joinLegacy("user_bo")
            func answer(_ url: String) -> String {
                #"{"type":"SYNC_RESPONSE","to":"user_bo","fromUserId":"user_ann","roomId":"film-night","currentTime":5,"isPlaying":true,"url":"\#(url)"}"#
            }
            for url in ["https://evil.example/watch/1", "javascript:alert(1)"] {
                ann.send(answer(url))
                #expect(await ann.next("ERROR", seconds: 20)?["code"] as? String == "bad_film")
            }
            let good = answer("https://www.netflix.com/watch/70143836")
            ann.send(good)
            #expect(await bo.web.frame(seconds: 20)?.text == good)
        }
    }
}

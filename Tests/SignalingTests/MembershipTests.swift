import Edge
import EdgeTestSupport
import NIOCore
import PartyCore
import PartyProtocol
import Signaling
import Testing

@Suite("Joining, leaving, telling others", .timeLimit(.minutes(1)))
struct MembershipTests {
    /// Nobody's seat is kept.
    static var withoutGrace: SignalingConfiguration {
        var configuration = SignalingConfiguration()
        configuration.party.grace = 0
        return configuration
    }

    @Test("WELCOME says who one is, who is there, and what the limits are")
    func welcome() async throws {
        try await TestParty.with(clock: WallClock { 1000.5 }) { party in
            let ann = try await party.join("Ann")
            #expect(ann.welcome["roomId"] as? String == "film-night")
            #expect(ann.welcome["version"] as? Int == 1)
            #expect(ann.welcome["serverTime"] as? Double == 1000.5)
            #expect((ann.welcome["members"] as? [Any])?.isEmpty == true)
            #expect(
                (ann.welcome["limits"] as? [String: Int]) == [
                    "frameBytes": 65_536, "membersPerRoom": 100, "slots": 32, "mediaLines": 32, "chatLength": 1000,
                    "nameLength": 64, "messagesPerSecond": 50,
                ])
            let bo = try await party.join("Bo")
            let others = bo.welcome["members"] as? [[String: Any]]
            #expect(
                others?.count == 1 && others?[0]["name"] as? String == "Ann"
                    && others?[0]["memberId"] as? String == ann.id)
            let news = await ann.next("JOIN")?["member"] as? [String: Any]
            #expect(news?["name"] as? String == "Bo" && news?["memberId"] as? String == bo.id)
        }
    }

    @Test("rooms do not hear of each other")
    func separation() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            _ = try await party.join("Bo", room: "elsewhere")
            #expect(await ann.next("JOIN", seconds: 0.2) == nil)
        }
    }

    @Test("others learn how somebody left")
    func leaving() async throws {
        try await TestParty.with(configuration: Self.withoutGrace) { party in
            let ann = try await party.join("Ann")
            let departures: [(TestMember) async throws -> Void] = [
                { $0.send(#"{"type":"LEAVE"}"#) }, { $0.web.close(code: 1001) }, { await $0.web.socket.drop() },
                { $0.web.send(opcode: 2, [1]) },
            ]
            for (depart, reason) in zip(departures, ["left", "left", "disconnected", "removed"]) {
                let guest = try await party.join("Guest")
                try await depart(guest)
                let news = await ann.next("LEAVE")
                #expect(news?["memberId"] as? String == guest.id)
                #expect(news?["reason"] as? String == reason)
            }
        }
    }

    @Test("a silent member leaves by timeout, with code 1001")
    func silence() async throws {
        var limits = EdgeLimits()
        limits.silenceTime = .milliseconds(600)
        limits.pingTime = .milliseconds(100)
        try await TestParty.with(configuration: Self.withoutGrace, limits: limits) { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            for _ in 0..<20 {
                ann.send(#"{"type":"PING","timestamp":1}"#)
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(await bo.web.closeCode() == 1001)
            #expect(await ann.next("LEAVE")?["reason"] as? String == "disconnected")
        }
    }

    @Test("the room ends when the last one has left")
    func roomEnds() async throws {
        try await TestParty.with(configuration: Self.withoutGrace) { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            #expect(try await party.metric("rooms") == 1)
            #expect(try await party.metric("members") == 2)
            ann.send(#"{"type":"LEAVE"}"#)
            #expect(try await party.eventually("members", is: 1))
            await bo.web.socket.drop()
            #expect(try await party.eventually("rooms", is: 0))
            #expect((try await party.join("Cleo")).welcome["members"] as? [String] == [])
        }
    }

    @Test("JOIN comes first, once, and within its time")
    func joinRules() async throws {
        var configuration = SignalingConfiguration()
        configuration.joinTime = .milliseconds(300)
        try await TestParty.with(configuration: configuration) { party in
            let early = try await party.connect()
            early.send(#"{"type":"MEDIA","tracks":[]}"#)
            let refusal = await early.next("ERROR")
            #expect(refusal?["code"] as? String == "not_joined" && refusal?["in"] as? String == "MEDIA")
            #expect(await early.web.closeCode() == 1008)

            let ann = try await party.join("Ann")
            ann.send(#"{"type":"JOIN","version":1,"roomId":"other","name":"Ann"}"#)
            #expect(await ann.next("ERROR")?["code"] as? String == "already_joined")
            try await Task.sleep(for: .milliseconds(400))
            ann.send(#"{"type":"PING","timestamp":2}"#)
            #expect(await ann.next("PONG")?["timestamp"] as? Double == 2)
        }
    }

    @Test("another version is told which one is spoken, and closed with 1002")
    func version() async throws {
        try await TestParty.with { party in
            let client = try await party.connect()
            client.send(#"{"type":"JOIN","version":2,"roomId":"a","name":"Ann"}"#)
            let error = await client.next("ERROR")
            #expect(error?["code"] as? String == "unsupported_version")
            #expect((error?["message"] as? String)?.contains("version 1") == true)
            #expect(await client.web.closeCode() == 1002)
        }
    }

    @Test("full rooms and full servers say their limit, and close with 1008")
    func limits() async throws {
        var configuration = SignalingConfiguration()
        configuration.membersPerRoom = 2
        configuration.rooms = 1
        try await TestParty.with(configuration: configuration) { party in
            _ = try await party.join("Ann")
            _ = try await party.join("Bo")
            for (room, code) in [("film-night", "room_full"), ("another", "too_many_rooms")] {
                let late = try await party.connect()
                late.send(#"{"type":"JOIN","version":1,"roomId":"\#(room)","name":"Late"}"#)
                #expect(await late.next("ERROR")?["code"] as? String == code)
                #expect(await late.web.closeCode() == 1008)
            }
        }
    }

    @Test("labels are kept for those who come later, and told to those who are there")
    func media() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            ann.send(
                #"{"type":"MEDIA","tracks":[{"mid":"0","source":"microphone","muted":false},{"mid":"1","source":"camera","muted":false}]}"#
            )
            #expect((await bo.next("MEDIA")?["tracks"] as? [Any])?.count == 2)
            ann.send(#"{"type":"MEDIA","tracks":[{"mid":"0","source":"microphone","muted":true}]}"#)
            let tracks = await bo.next("MEDIA")?["tracks"] as? [[String: Any]]
            #expect(tracks?.map { $0["muted"] as? Bool } == [true, false])
            let cleo = try await party.join("Cleo")
            let seen = (cleo.welcome["members"] as? [[String: Any]])?.first?["tracks"] as? [[String: Any]]
            #expect(seen?.map { $0["source"] as? String } == ["microphone", "camera"])
        }
    }

    @Test("a PING comes back with the server's clock")
    func clock() async throws {
        try await TestParty.with(clock: WallClock { 1000.5 }) { party in
            let ann = try await party.join("Ann")
            ann.send(#"{"type":"PING","timestamp":1234.5}"#)
            let pong = await ann.next("PONG")
            #expect(pong?["timestamp"] as? Double == 1234.5 && pong?["received"] as? Double == 1000.5)
        }
    }

    @Test("draining tells everybody, closes with 1012, and lets nobody in")
    func draining() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let waiting = try await party.connect()
            await party.hub.drain()
            #expect(await ann.next("ERROR")?["code"] as? String == "draining")
            #expect(await ann.web.closeCode() == 1012)
            #expect(await waiting.web.closeCode() == 1012)
            #expect(try await request(port: party.port, "GET", "/health")?.status == 503)
            let refused = try await request(
                port: party.port, "POST", "/whip/a", headers: [("content-type", "application/sdp")],
                body: TestOffer.publisher)
            #expect(refused?.status == 503 && refused?["retry-after"] != nil)
        }
    }
}

import Access
import Edge
import EdgeTestSupport
import Foundation
import NIOCore
import PartyCore
import PartyProtocol
import SessionStore
import Signaling
import Testing

/// What people do stands in a real database afterwards, with who, why and where the film was.
@Suite("The record of a party", .timeLimit(.minutes(3)))
struct RecordTests {
    private static let secret = "0123456789abcdef0123456789abcdef"
    private static let room = #""version":1,"roomId":"film-night""#

    @Test("join, film, control with the film's second, roles, rules, kick, leave and why")
    func story() async throws {
        let ids = Names()
        let events = try await TestStore.events { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            await ids.keep(ann.id, bo.id)
            ann.send(FilmTests.film)
            bo.send(#"{"type":"PLAY_PAUSE","id":"c1","revision":1,"playing":true,"position":100}"#)
            _ = await ann.next("TIMELINE") { $0["cause"] as? String == "play" }
            for command in [
                #""SEEK","id":"c2","revision":1,"position":600"#, #""RATE","id":"c3","revision":1,"rate":2"#,
                #""PLAY_PAUSE","id":"c4","revision":1,"playing":false"#,
            ] { ann.send(#"{"type":\#(command)}"#) }
            _ = await ann.next("TIMELINE") { $0["cause"] as? String == "pause" }
            for command in [
                #""ROLE","memberId":"\#(bo.id)","role":"deputy""#, #""POLICY","control":"host""#,
                #""LOCK","locked":true"#, #""MUTE_REQUEST","memberId":"\#(bo.id)","source":"microphone""#,
                #""KICK","memberId":"\#(bo.id)""#,
            ] { ann.send(#"{"type":\#(command)}"#) }
            _ = await ann.next("LEAVE", seconds: 20)
            ann.send(#"{"type":"LEAVE"}"#)
            #expect(try await party.eventually("rooms", is: 0))
        }
        let (ann, bo) = await (ids.first, ids.second)
        #expect(
            events.map(\.kind).filter { $0 != "summary" } == [
                "session-start", "join", "role", "join", "url", "control", "control", "control", "control", "role",
                "policy", "policy", "mute", "kick", "leave", "leave", "session-end",
            ])
        #expect(events.of(.join).map(\.name) == ["Ann", "Bo"] && Set(events.map(\.session)).count == 1)
        #expect(events.of(.url).first?.detail["url"] == "https://films.example/a.mp4")
        let controls = events.of(.control)
        #expect(controls.map { $0.detail["control"] } == ["play", "seek", "rate", "pause"])
        #expect(controls.map(\.member) == [bo, ann, ann, ann] && controls.map { $0.detail["rate"] }[2] == "2.0")
        #expect(controls[1].detail["position"] == "600.0" && (600..<700).contains(controls[3].filmSecond ?? 0))
        #expect(events.of(.role).last?.detail == ["role": "deputy", "by": ann])
        #expect(events.of(.kick).first?.member == bo && events.of(.kick).first?.detail == ["by": ann])
        #expect(events.of(.leave).map { [$0.member, $0.detail["reason"]] } == [[bo, "kicked"], [ann, "left"]])
    }

    @Test("who presses play while a film still loads is in the record; that everyone waits is nobody's deed")
    func playWhileWaiting() async throws {
        let ids = Names()
        let events = try await TestStore.events { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            await ids.keep(ann.id, bo.id)
            ann.send(FilmTests.film)
            #expect(await bo.next("TIMELINE", seconds: 20) != nil)
            bo.send(#"{"type":"BUFFERING","revision":1,"state":"stalled"}"#)
            bo.send(#"{"type":"PING","timestamp":1}"#)
            #expect(await bo.next("PONG", seconds: 20) != nil)
            ann.send(#"{"type":"PLAY_PAUSE","id":"c1","revision":1,"playing":true}"#)
            #expect(await bo.next("TIMELINE") { $0["cause"] as? String == "wait" } != nil)
        }
        let (ann, _) = await (ids.first, ids.second)
        #expect(events.of(.control).map { $0.detail["control"] }.prefix(2) == ["play", "wait"])
        #expect(events.of(.control).map(\.member).prefix(2) == [ann, nil])
    }

    @Test("a connection that broke is away, then back, or gone and why")
    func broken() async throws {
        var configuration = SignalingConfiguration()
        configuration.party.grace = 3000
        let events = try await TestStore.events(configuration: configuration) { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            await bo.web.socket.drop()
            #expect(await ann.next("AWAY", seconds: 20) != nil)
            let back = try await party.resume(bo.resumeToken)
            await back.web.socket.drop()
            #expect(await ann.next("LEAVE", seconds: 20)?["reason"] as? String == "disconnected")
        }
        #expect(
            events.map(\.kind).filter { $0 != "summary" } == [
                "session-start", "join", "role", "join", "away", "resume", "away", "leave",
            ])
        #expect(events.of(.leave).reasons == ["disconnected"])
    }

    @Test("W8: each failed invitation is in the record with why, those over HTTP too")
    func authFailures() async throws {
        let key = try await InvitationKey(Self.secret)
        let other = try await InvitationKey(Self.secret + "x")
        let events = try await TestStore.events(access: AccessControl(key: key)) { party in
            let once = try await key.issue(Invitation(room: "film-night", expires: 4e12, uses: 1))
            let guest = try await party.connect()
            guest.send(#"{"type":"JOIN",\#(Self.room),"name":"A","token":"\#(once)"}"#)
            #expect(await guest.next("WELCOME", seconds: 20) != nil)
            let tokens: [String?] = [
                nil, once, try await other.issue(Invitation(room: "film-night", expires: 4e12)),
                try await key.issue(Invitation(room: "film-night", expires: 1000)),
                try await key.issue(Invitation(room: "elsewhere", expires: 4e12)),
                "eyJhbGciOiJub25lIn0.eyJhdWQiOiJ0b3BlcnBhcnR5In0.",
            ]
            for token in tokens {
                let stranger = try await party.connect()
                let field = token.map { #","token":"\#($0)""# } ?? ""
                stranger.send(#"{"type":"JOIN",\#(Self.room),"name":"A"\#(field)}"#)
                #expect(await stranger.web.closeCode(seconds: 20) == 1008)
            }
            let whip = try await request(
                port: party.port, "POST", "/whip/film-night",
                headers: [("content-type", "application/sdp"), ("authorization", "Bearer x")],
                body: TestOffer.publisher)
            #expect(whip?.status == 401)
        }
        let failures = events.of(.authFailure)
        #expect(
            failures.reasons == [
                "bad_token", "bad_token: used-up", "bad_token: forged", "bad_token: expired", "bad_token: wrong-room",
                "bad_token: wrong-algorithm", "bad_token: malformed",
            ])
        #expect(failures.allSatisfy { $0.room == "film-night" && $0.detail["address"] == "127.0.0.0/24" })
        #expect(failures.last?.detail["client"] == "whip")
    }

    @Test("W3: an origin that was refused is in the record, and in the log with the setting that lets it in")
    func origins() async throws {
        let log = CapturedLog()
        let id = "chrome-extension://" + String(repeating: "a", count: 32)
        let events = try await TestStore.events(log: log) { party in
            for origin in ["https://evil.example", id] {
                let socket = try await TestSocket.connect(port: party.port)
                socket.send(TestWebSocket.handshake(extra: "origin: \(origin)\r\n"))
                #expect(await socket.response(seconds: 20)?.status == 403)
                await socket.drop()
            }
            #expect(try await party.refusals(2))
        }
        let reasons = events.of(.refused).reasons
        #expect(
            Set(reasons) == ["origin https://evil.example", "origin \(id): --origin \(id) would let this extension in"])
        #expect(log.lines.contains { $0.contains("--origin \(id)") })
    }

    @Test(
        "W4: whatever ends a socket for its manners is in the record with member, code and reason",
        arguments: [
            (1002, "masked"), (1002, "extension"), (1003, "text frames only"), (1007, "UTF-8"), (1007, "JSON"),
            (1008, "too many messages"), (1009, "too big"),
        ])
    func hostileClosures(code: Int, reason: String) async throws {
        let events = try await TestStore.events { party in
            let ann = try await party.join("Ann")
            Self.offend(ann.web, reason)
            #expect(await ann.web.closeCode(seconds: 20) == code)
            #expect(try await party.refusals(1))
        }
        let row = try #require(events.of(.badInput).first)
        #expect(row.name == "Ann" && row.session != nil && row.room == "film-night")
        #expect(row.detail["reason"]?.hasPrefix("closed with \(code): ") == true)
        #expect(row.detail["reason"]?.contains(reason) == true)
    }

    private static func offend(_ web: TestWebSocket, _ reason: String) {
        switch reason {
        case "masked": web.send(opcode: 1, Array("{}".utf8), masked: false)
        case "extension": web.send(opcode: 1, Array("{}".utf8), reserved: 0x40)
        case "text frames only": web.send(opcode: 2, [1])
        case "UTF-8": web.send(opcode: 1, [0xC0, 0xAF])
        case "JSON": web.send("{")
        case "too many messages": for _ in 0..<600 { web.send(#"{"type":"PING","timestamp":1}"#) }
        default: web.send(opcode: 1, Array(repeating: 0x78, count: 65_537))
        }
    }

    @Test("W10, W11: a flood of refusals from one network leaves few rows and lines, which say how many there were")
    func flood() async throws {
        let log = CapturedLog()
        let events = try await TestStore.events(log: log) { party in
            _ = try await party.join("Ann")
            for _ in 0..<20 {
                let eve = try await party.join("Eve")
                for _ in 0..<90 { eve.send(#"{"type":"KICK","memberId":"nobody"}"#) }
                eve.send(#"{"type":"LEAVE"}"#)
                #expect(await eve.web.closeCode(seconds: 20) == 1000)
            }
            #expect(try await party.metric("refusals_omitted_total") ?? 0 > 1500)
        }
        let rows = events.of(.badInput).count
        #expect((30..<200).contains(rows), "\(rows) rows of 1800 refusals")
        #expect(log.lines.count { $0.hasPrefix("refused") } == rows)
        let told = events.compactMap { $0.detail["omitted"].flatMap { Int($0) } }.reduce(0, +)
        #expect(told <= 1800 - rows)
    }

    private actor Names {
        var first = ""
        var second = ""

        func keep(_ first: String, _ second: String) {
            self.first = first
            self.second = second
        }
    }
}

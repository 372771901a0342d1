import Access
import Edge
import EdgeTestSupport
import PartyProtocol
import Signaling
import Testing

@Suite("Rights, chat, doors, over real sockets", .timeLimit(.minutes(2)))
struct RightsTests {
    private static let secret = "0123456789abcdef0123456789abcdef"

    @Test("the host's leaving is told to all with the one who follows")
    func succession() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            #expect(bo.welcome["hostId"] as? String == ann.id && bo.welcome["role"] as? String == "member")
            ann.send(#"{"type":"LEAVE"}"#)
            let change = await bo.next("HOST_CHANGED", seconds: 20)
            #expect(change?["hostId"] as? String == bo.id && change?["reason"] as? String == "left")
        }
    }

    @Test("W12: who is kicked is gone at once, and comes back neither to the seat nor as somebody new of the same name")
    func kick() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            bo.send(#"{"type":"KICK","memberId":"\#(ann.id)"}"#)
            #expect(await bo.next("ERROR")?["code"] as? String == "not_allowed")
            ann.send(#"{"type":"KICK","memberId":"\#(bo.id)"}"#)
            #expect(await bo.next("ERROR", seconds: 20)?["code"] as? String == "kicked")
            #expect(await bo.web.closeCode() == 4003)
            #expect(await ann.next("LEAVE", seconds: 20)?["reason"] as? String == "kicked")
            for join in [
                #""name":"Other","resume":"\#(bo.resumeToken)""#, #""name":"Bo""#, #""name":"bo ","resume":"x""#,
            ] {
                let again = try await party.connect()
                again.send(#"{"type":"JOIN","version":1,"roomId":"film-night",\#(join)}"#)
                let error = await again.next("ERROR", seconds: 20)
                #expect(error?["code"] as? String == "kicked" && error?["in"] as? String == "JOIN")
                #expect(await again.web.closeCode(seconds: 20) == 4003)
            }
            let neighbour = try await party.connect()
            neighbour.send(#"{"type":"JOIN","version":1,"roomId":"film-night","name":"Grandma"}"#)
            #expect(await neighbour.next("KNOCKING", seconds: 20) != nil)
            let knocks = await ann.next("KNOCKS", seconds: 20)?["knocks"] as? [[String: Any]]
            #expect(knocks?.first?["suspicious"] as? Bool == true)
        }
    }

    @Test("W12: a client of the first extension that was kicked, and connects again as it always does, stays out")
    func kickedLegacy() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let bo = try await party.joinLegacy("user_bo")
            ann.send(#"{"type":"KICK","memberId":"user_bo"}"#)
            #expect(await bo.web.closeCode(seconds: 20) == 4003)
            let again = try await party.connect()
            again.send(#"{"type":"JOIN","userId":"user_bo","roomId":"film-night","timestamp":1}"#)
            #expect(await again.next("ERROR", seconds: 20)?["code"] as? String == "kicked")
            #expect(await again.web.closeCode(seconds: 20) == 4003)
        }
    }

    @Test("W12: nobody comes back by WHIP or WHEP, and a lock keeps viewers out too")
    func kickedOverHTTP() async throws {
        try await TestParty.with { party in
            @Sendable func post(_ kind: String, _ name: String) async throws -> Int? {
                let body = kind == "whip" ? TestOffer.publisher : TestOffer.viewer
                return try await request(
                    port: party.port, "POST", "/\(kind)/film-night?name=\(name)",
                    headers: [("content-type", "application/sdp")], body: body)?.status
            }
            let ann = try await party.join("Ann")
            ann.send(#"{"type":"LOCK","locked":true}"#)
            #expect(await ann.next("POLICY", seconds: 20) != nil)
            #expect(try await post("whep", "Bo") == 403)
            ann.send(#"{"type":"LOCK","locked":false}"#)
            #expect(await ann.next("POLICY", seconds: 20) != nil)
            #expect(try await post("whep", "Bo") == 201)
            let bo = try await party.join("Bo")
            ann.send(#"{"type":"KICK","memberId":"\#(bo.id)"}"#)
            #expect(await bo.web.closeCode(seconds: 20) == 4003)
            #expect(try await party.eventually("viewers", is: 0), "a viewer of the same network may be the same person")
            #expect(try await post("whip", "Bo") == 403)
            #expect(try await post("whep", "Bo") == 403)
        }
    }

    @Test("W12: a kicked member's personal invitation is refused")
    func kickedInvitation() async throws {
        let key = try await InvitationKey(Self.secret)
        try await TestParty.with(access: AccessControl(key: key)) { party in
            let host = try await key.issue(Invitation(room: "film-night", role: .host, expires: 4e12))
            let guest = try await key.issue(Invitation(room: "film-night", name: "Guest", expires: 4e12, uses: 5))
            let ann = try await party.connect()
            ann.send(#"{"type":"JOIN","version":1,"roomId":"film-night","name":"Ann","token":"\#(host)"}"#)
            #expect(await ann.next("WELCOME", seconds: 20)?["role"] as? String == "host")
            let join = #"{"type":"JOIN","version":1,"roomId":"film-night","name":"X","token":"\#(guest)"}"#
            let bo = try await party.connect()
            bo.send(join)
            let id = try #require(await bo.next("WELCOME", seconds: 20)?["memberId"] as? String)
            ann.send(#"{"type":"KICK","memberId":"\#(id)"}"#)
            #expect(await bo.web.closeCode(seconds: 20) == 4003)
            let again = try await party.connect()
            again.send(join)
            let code = await again.next("ERROR", seconds: 20)?["code"] as? String
            #expect(code == "bad_token" || code == "kicked")
            #expect(await again.web.closeCode() != nil)
        }
    }

    @Test("W8: without an invitation, with a forged, expired or used one, nobody enters; guessing is slowed down")
    func invitations() async throws {
        let key = try await InvitationKey(Self.secret)
        let stranger = try await InvitationKey(Self.secret + "x")
        try await TestParty.with(access: AccessControl(key: key)) { party in
            let once = try await key.issue(Invitation(room: "film-night", expires: 4e12, uses: 1))
            let tokens = [
                once, once, try await stranger.issue(Invitation(room: "film-night", expires: 4e12)),
                try await key.issue(Invitation(room: "film-night", expires: 1000)),
                try await key.issue(Invitation(room: "elsewhere", expires: 4e12)), "eyJhbGciOiJub25lIn0.e30.", "x",
            ]
            for (index, token) in tokens.enumerated() {
                let member = try await party.connect()
                member.send(#"{"type":"JOIN","version":1,"roomId":"film-night","name":"A","token":"\#(token)"}"#)
                if index == 0 {
                    #expect(await member.next("WELCOME", seconds: 20) != nil)
                } else {
                    #expect(await member.next("ERROR", seconds: 20)?["code"] as? String == "bad_token")
                    #expect(await member.web.closeCode() == 1008)
                }
            }
            var codes: Set<String> = []
            for _ in 0..<12 {
                let member = try await party.connect()
                member.send(#"{"type":"JOIN","version":1,"roomId":"film-night","name":"A","token":"x"}"#)
                codes.insert(await member.next("ERROR", seconds: 20)?["code"] as? String ?? "")
            }
            #expect(codes == ["bad_token", "too_many_attempts"])
        }
    }

    @Test("newcomers knock, leaders see who, and let in or turn away")
    func knocking() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            ann.send(#"{"type":"POLICY","admission":"knock"}"#)
            #expect(await ann.next("POLICY") != nil)
            for answer in ["ADMIT", "REFUSE"] {
                let guest = try await party.connect()
                guest.send(#"{"type":"JOIN","version":1,"roomId":"film-night","name":"<b>Guest</b>"}"#)
                #expect(await guest.next("KNOCKING", seconds: 20) != nil)
                let knocks = await ann.next("KNOCKS") { ($0["knocks"] as? [Any])?.isEmpty == false }
                let knock = (knocks?["knocks"] as? [[String: Any]])?.first
                #expect(knock?["name"] as? String == "<b>Guest</b>")
                ann.send(#"{"type":"\#(answer)","memberId":"\#(knock?["memberId"] as? String ?? "")"}"#)
                if answer == "ADMIT" {
                    #expect(await guest.next("WELCOME", seconds: 20) != nil)
                } else {
                    #expect(await guest.next("ERROR", seconds: 20)?["code"] as? String == "refused")
                    #expect(await guest.web.closeCode() == 1008)
                }
            }
            ann.send(#"{"type":"LOCK","locked":true}"#)
            #expect(await ann.next("POLICY") != nil)
            let late = try await party.connect()
            late.send(#"{"type":"JOIN","version":1,"roomId":"film-night","name":"Late"}"#)
            #expect(await late.next("ERROR", seconds: 20)?["code"] as? String == "room_locked")
        }
    }

    @Test("W6, W9: what is said is text for everyone, and newcomers hear it")
    func chat() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            let text = "<img src=x onerror=alert(1)> '; DROP TABLE event; -- %n"
            try ann.send(["type": "CHAT", "id": "k1", "text": text])
            ann.send(#"{"type":"REACTION","text":"🎉"}"#)
            #expect(await ann.next("CHAT", seconds: 20)?["id"] as? String == "k1")
            #expect(await bo.next("CHAT", seconds: 20)?["text"] as? String == text)
            #expect(await bo.next("REACTION", seconds: 20)?["text"] as? String == "🎉")
            let cleo = try await party.join("Cleo")
            let history = cleo.welcome["history"] as? [[String: Any]]
            #expect(history?.map { $0["type"] as? String } == ["CHAT", "REACTION"])
            #expect(history?.first?["text"] as? String == text)
            for _ in 0..<12 { ann.send(#"{"type":"CHAT","text":"more"}"#) }
            #expect(await ann.next("ERROR", seconds: 20)?["code"] as? String == "rate_limited")
        }
    }

    @Test("a request to mute reaches the one who is asked, and only leaders may ask")
    func muteRequest() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let bo = try await party.join("Bo")
            bo.send(#"{"type":"MUTE_REQUEST","memberId":"\#(ann.id)","source":"microphone"}"#)
            #expect(await bo.next("ERROR", seconds: 20)?["code"] as? String == "not_allowed")
            ann.send(#"{"type":"MUTE_REQUEST","memberId":"\#(bo.id)","source":"microphone"}"#)
            let request = await bo.next("MUTE_REQUEST", seconds: 20)
            #expect(request?["by"] as? String == ann.id && request?["source"] as? String == "microphone")
        }
    }

    @Test(
        "W3: pages and extensions that nobody allowed get 403; our own, Netflix, the first extension as it was packed, and programs a WebSocket",
        arguments: [
            ("https://evil.example", false), ("null", false), ("https://localhost.evil.example", false),
            ("http://localhost", true), ("https://www.netflix.com", true), ("https://party.example", true),
            ("chrome-extension://abcdefghijklmnopabcdefghijklmnop", false),
            ("chrome-extension://mnnidcmndfpiednjddoiikpninmmjbdd", true),
            ("chrome-extension://allowedallowedallowedallowedallo", true),
            ("https://www.netflix.com.evil.example", false),
        ])
    func origins(origin: String, allowed: Bool) async throws {
        var limits = EdgeLimits()
        limits.webSocketOrigins.allowed.formUnion([
            "https://party.example", "chrome-extension://allowedallowedallowedallowedallo",
        ])
        try await TestParty.with(limits: limits) { party in
            let socket = try await TestSocket.connect(port: party.port)
            socket.send(TestWebSocket.handshake(extra: "origin: \(origin)\r\n"))
            let response = await socket.response(seconds: 20)
            #expect(response?.status == (allowed ? 101 : 403))
            if !allowed { #expect(response?.body.contains("--origin") == true) }
            await socket.drop()
        }
    }
}

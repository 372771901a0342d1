import Access
import EdgeTestSupport
import Foundation
import SessionStore
import Signaling
import Testing

@Suite("Invitations made by the server", .timeLimit(.minutes(2)))
struct InvitationTests {
    private static let secret = "0123456789abcdef0123456789abcdef"
    private static let token = "a back end's token"
    private static var gates: TokenGates {
        TokenGates(operators: [Secret("the operator's")], invitations: [Secret(token)])
    }

    private static func access() async throws -> AccessControl { AccessControl(key: try await InvitationKey(secret)) }

    private static func hostToken(_ room: String = "film-night") async throws -> String {
        try await InvitationKey(secret).issue(Invitation(room: room, role: .host, expires: 4e12))
    }

    private static func enter(_ party: TestParty, _ name: String, _ token: String?) async throws -> TestMember {
        let member = try await party.connect()
        var join: [String: Any] = ["type": "JOIN", "version": 1, "roomId": "film-night", "name": name]
        join["token"] = token
        try member.send(join)
        guard let welcome = await member.next("WELCOME", seconds: 20) else { throw TestParty.NoAnswer() }
        return TestMember(web: member.web, id: welcome["memberId"] as? String ?? "", welcome: welcome)
    }

    private static func ask(
        _ party: TestParty, _ body: String, token: String? = token, type: String = "application/json"
    ) async throws -> (status: Int, object: [String: Any]) {
        var headers = [("content-type", type)]
        if let token { headers.append(("authorization", "Bearer \(token)")) }
        let response = try #require(
            try await request(port: party.port, "POST", "/api/invitations", headers: headers, body: body))
        let object = try JSONSerialization.jsonObject(with: Data(response.body.utf8)) as? [String: Any]
        return (response.status, object ?? [:])
    }

    // MARK: By WebSocket

    @Test("a host's INVITE is answered with a token that lets somebody in as a member")
    func invite() async throws {
        try await TestStore.withParty(access: try await Self.access()) { party in
            let ann = try await Self.enter(party, "Ann", try await Self.hostToken())
            #expect(ann.welcome["invitations"] as? Bool == true)
            ann.send(#"{"type":"INVITE","id":"i1"}"#)
            let answer = try #require(await ann.next("INVITATION", seconds: 20))
            #expect(answer["id"] as? String == "i1" && answer["link"] == nil)
            let expires = try #require(answer["expires"] as? Double)
            #expect(abs(expires - Date().timeIntervalSince1970 * 1000 - 86_400_000) < 60_000)
            let bo = try await Self.enter(party, "Bo", answer["token"] as? String)
            #expect(bo.welcome["role"] as? String == "member")
        } afterwards: { stored in
            let event = try #require(try await stored.events(.invitation).first)
            #expect(event.name == "Ann" && event.room == "film-night" && event.detail["by"] == "member")
            #expect(event.detail["role"] == "member" && event.detail["id"]?.isEmpty == false)
        }
    }

    @Test("a plain member may not invite until the host says that everyone may")
    func policy() async throws {
        try await TestParty.with(access: try await Self.access()) { party in
            let ann = try await Self.enter(party, "Ann", try await Self.hostToken())
            let guest = try await InvitationKey(Self.secret).issue(Invitation(room: "film-night", expires: 4e12))
            let bo = try await Self.enter(party, "Bo", guest)
            bo.send(#"{"type":"INVITE","id":"i1"}"#)
            let error = await bo.next("ERROR", seconds: 20)
            #expect(error?["code"] as? String == "not_allowed" && error?["in"] as? String == "INVITE")
            ann.send(#"{"type":"POLICY","invite":"everyone"}"#)
            let policy = await bo.next("POLICY", seconds: 20)?["policy"] as? [String: Any]
            #expect(policy?["invite"] as? String == "everyone")
            bo.send(#"{"type":"INVITE","id":"i2"}"#)
            #expect(await bo.next("INVITATION", seconds: 20)?["id"] as? String == "i2")
        }
    }

    @Test("invitations are rate limited, and where none is needed none is made")
    func limits() async throws {
        try await TestParty.with(access: try await Self.access()) { party in
            let ann = try await Self.enter(party, "Ann", try await Self.hostToken())
            for number in 0..<15 { ann.send(#"{"type":"INVITE","id":"i\#(number)"}"#) }
            #expect(await ann.next("ERROR", seconds: 20)?["code"] as? String == "rate_limited")
            ann.send(#"{"type":"INVITE","id":""}"#)
            #expect(await ann.next("ERROR") { $0["code"] as? String == "bad_message" } != nil)
        }
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            #expect(ann.welcome["invitations"] == nil)
            ann.send(#"{"type":"INVITE","id":"i1"}"#)
            #expect(await ann.next("ERROR", seconds: 20)?["code"] as? String == "not_allowed")
        }
    }

    // MARK: By HTTP

    @Test("another back end gets token and link, and whoever it is for comes in with name and role")
    func api() async throws {
        var settings = SignalingConfiguration()
        settings.publicURL = "https://party.example.org/"
        try await TestParty.with(configuration: settings, access: try await Self.access(), gates: Self.gates) { party in
            let body = #"{"room":"film-night","role":"deputy","name":"Zoë","expiresIn":3600,"uses":1}"#
            let (status, answer) = try await Self.ask(party, body)
            let token = try #require(answer["token"] as? String)
            #expect(
                status == 201
                    && answer["link"] as? String == "https://party.example.org/party/film-night#token=\(token)")
            #expect(answer["role"] as? String == "deputy" && answer["uses"] as? Int == 1)
            let expires = try Date(try #require(answer["expires"] as? String), strategy: .iso8601)
            #expect(abs(expires.timeIntervalSinceNow - 3600) < 60)
            let host = try await Self.enter(party, "Ann", try await Self.hostToken())
            _ = try await Self.enter(party, "ignored", token)
            let joined = try #require(await host.next("JOIN")?["member"] as? [String: Any])
            #expect(joined["name"] as? String == "Zoë" && joined["role"] as? String == "deputy")
            await #expect(throws: TestParty.NoAnswer.self) { try await Self.enter(party, "again", token) }
            #expect(try await Self.ask(party, #"{"room":"a"}"#, token: "the operator's").status == 201)
        }
    }

    @Test("without public-url the link leads to where the request came to")
    func link() async throws {
        try await TestParty.with(access: try await Self.access(), gates: Self.gates) { party in
            let (_, answer) = try await Self.ask(party, #"{"room":"film-night"}"#)
            let link = answer["link"] as? String
            #expect(link?.hasPrefix("http://localhost:\(party.port)/party/film-night#token=") == true)
        }
    }

    @Test(
        "what cannot be made is named",
        arguments: [
            (#"{"role":"member"}"#, "room is missing."),
            (#"{"room":"../etc"}"#, "room must be 1 to 64 letters, digits, - or _."),
            (#"{"room":"a","role":"king"}"#, "role has a value that cannot be used here."),
            (#"{"room":"a","name":"\u0007"}"#, "name must be 1 to 64 characters of text without control characters."),
            (#"{"room":"a","expiresIn":5}"#, "expiresIn must be between 60 and 31536000 seconds."),
            (#"{"room":"a","expiresIn":"soon"}"#, "expiresIn must be a whole number."),
            (#"{"room":"a","uses":0}"#, "uses must be between 1 and 100000."),
            ("[]", "The body must be one JSON object."),
            ("", "The body must be one JSON object."),
        ])
    func badRequests(body: String, message: String) async throws {
        try await TestParty.with(access: try await Self.access(), gates: Self.gates) { party in
            let (status, answer) = try await Self.ask(party, body)
            #expect(status == 400 && answer["error"] as? String == message)
        }
    }

    @Test("only who has a token may ask, with POST and JSON, and not without end")
    func refusals() async throws {
        var settings = SignalingConfiguration()
        (settings.invitationsPerSecond, settings.invitationBurst) = (1, 3)
        try await TestStore.withParty(
            configuration: settings, access: try await Self.access(), gates: Self.gates
        ) { party in
            #expect(try await Self.ask(party, #"{"room":"a"}"#, token: nil).status == 401)
            #expect(try await Self.ask(party, #"{"room":"a"}"#, token: "x").status == 401)
            #expect(try await Self.ask(party, #"{"room":"a"}"#, type: "text/plain").status == 415)
            let long = #"{"room":"a","name":"\#(String(repeating: "a", count: 5000))"}"#
            #expect(try await Self.ask(party, long).status == 413)
            let get = try await request(port: party.port, "GET", "/api/invitations")
            #expect(get?.status == 405 && get?["allow"] == "POST")
            var statuses: [Int] = []
            for _ in 0..<12 { statuses.append(try await Self.ask(party, #"{"room":"a"}"#).status) }
            #expect(statuses.prefix(3) == [201, 201, 201] && statuses.contains(429))
        } afterwards: { stored in
            let event = try #require(try await stored.events(.invitation).first)
            #expect(event.room == "a" && event.member == nil && event.detail["by"] == "api")
        }
    }

    @Test("a server that lets everybody in makes none, and says so; one without tokens says how it gets one")
    func notNeeded() async throws {
        try await TestParty.with(gates: Self.gates) { party in
            let (status, answer) = try await Self.ask(party, #"{"room":"a"}"#)
            #expect(status == 409 && (answer["error"] as? String)?.contains("--auth-secret") == true)
        }
        try await TestParty.with { party in
            let (status, answer) = try await Self.ask(party, #"{"room":"a"}"#)
            #expect(status == 401 && (answer["error"] as? String)?.contains("--api-token") == true)
        }
    }
}

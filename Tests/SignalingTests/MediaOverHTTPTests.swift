import EdgeTestSupport
import PartyProtocol
import Signaling
import Testing

@Suite("WHIP and WHEP", .timeLimit(.minutes(1)))
struct MediaOverHTTPTests {
    private let sdp = [("content-type", "application/sdp")]
    private let fragment = [("content-type", "application/trickle-ice-sdpfrag")]

    @Test("a publisher appears as a member, by its name, and leaves by DELETE")
    func publisher() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let created = try await request(
                port: party.port, "POST", "/whip/film-night?name=Studio%201", headers: sdp, body: TestOffer.publisher)
            #expect(created?.status == 201 && created?["content-type"] == "application/sdp")
            #expect(created?["accept-patch"] == "application/trickle-ice-sdpfrag")
            #expect(created?["etag"]?.hasPrefix("\"") == true && created?.body.contains("a=ice-lite") == true)
            let location = try #require(created?["location"])
            #expect(location.hasPrefix("/whip/film-night/"))
            let member = await ann.next("JOIN")?["member"] as? [String: Any]
            #expect(member?["name"] as? String == "Studio 1")
            #expect(
                (member?["tracks"] as? [[String: Any]])?.map { $0["source"] as? String } == ["microphone", "camera"])
            #expect(try await request(port: party.port, "DELETE", location)?.status == 200)
            #expect(await ann.next("LEAVE")?["reason"] as? String == "left")
            #expect(try await request(port: party.port, "DELETE", location)?.status == 404)
        }
    }

    @Test("a viewer is nobody's business, but keeps the room")
    func viewer() async throws {
        try await TestParty.with { party in
            let ann = try await party.join("Ann")
            let created = try await request(
                port: party.port, "POST", "/whep/film-night", headers: sdp, body: TestOffer.viewer)
            #expect(created?.status == 201 && created?.body.contains("a=sendonly") == true)
            #expect(await ann.next("JOIN", seconds: 0.2) == nil)
            ann.send(#"{"type":"LEAVE"}"#)
            #expect(try await party.eventually("members", is: 0))
            #expect(try await party.metric("rooms") == 1)
            let location = try #require(created?["location"])
            #expect(try await request(port: party.port, "DELETE", location)?.status == 200)
            #expect(try await party.eventually("rooms", is: 0))
        }
    }

    @Test("what cannot be accepted gets its status and a sentence, and leaves nothing behind")
    func refusals() async throws {
        let cases: [(path: String, headers: [(String, String)], body: String, status: Int)] = [
            ("/whip/a", [("content-type", "text/plain")], TestOffer.publisher, 415),
            ("/whip/a", [], TestOffer.publisher, 415),
            ("/whip/a", sdp + [("accept", "text/html")], TestOffer.publisher, 406), ("/whip/a", sdp, "", 400),
            ("/whip/a", sdp, "v=0\r\nnonsense\r\n", 400), ("/whip/a%20b", sdp, TestOffer.publisher, 400),
            ("/whip/a?name=%0Aforged", sdp, TestOffer.publisher, 400),
            ("/whep/a", sdp, String(repeating: "a", count: 131_073), 413),
        ]
        try await TestParty.with { party in
            for (path, headers, body, status) in cases {
                let answer = try await request(port: party.port, "POST", path, headers: headers, body: body)
                #expect(answer?.status == status, "\(path) \(headers)")
                #expect(answer?.body.isEmpty == false)
            }
            #expect(try await party.eventually("rooms", is: 0))
            #expect(try await party.metric("http_sessions") == 0)
        }
    }

    @Test("methods that make no sense get 405 with those that do")
    func methods() async throws {
        try await TestParty.with { party in
            for method in ["GET", "PUT", "PATCH", "DELETE", "HEAD"] {
                let answer = try await request(port: party.port, method, "/whip/a")
                #expect(answer?.status == 405 && answer?["allow"] == "POST, OPTIONS", "\(method)")
            }
            for method in ["GET", "PUT", "POST"] {
                #expect(try await request(port: party.port, method, "/whep/a/b")?.status == 405, "\(method)")
            }
        }
    }

    @Test("pages of other origins may use it")
    func crossOrigin() async throws {
        try await TestParty.with { party in
            let preflight = try await request(
                port: party.port, "OPTIONS", "/whip/a",
                headers: [("origin", "https://studio.example"), ("access-control-request-method", "POST")])
            #expect(preflight?.status == 204 && preflight?["access-control-allow-origin"] == "*")
            #expect(preflight?["access-control-allow-methods"]?.contains("POST") == true)
            #expect(preflight?["access-control-allow-headers"]?.contains("content-type") == true)
            #expect(preflight?["accept-post"] == "application/sdp")
            let created = try await request(
                port: party.port, "POST", "/whip/a", headers: sdp, body: TestOffer.publisher)
            for name in ["Location", "ETag", "Link"] {
                #expect(created?["access-control-expose-headers"]?.contains(name) == true)
            }
        }
    }

    @Test("PATCH: trickled candidates 204, a restart 200 with a new ETag; the ETag must be the current one")
    func patch() async throws {
        try await TestParty.with { party in
            let created = try await request(
                port: party.port, "POST", "/whip/a", headers: sdp, body: TestOffer.publisher)
            let path = try #require(created?["location"])
            let tag = try #require(created?["etag"])
            func patch(_ match: String?, _ body: String, _ headers: [(String, String)]) async throws -> TestResponse? {
                let condition = match.map { [("if-match", $0)] } ?? []
                return try await request(port: party.port, "PATCH", path, headers: headers + condition, body: body)
            }
            #expect(try await patch(tag, TestOffer.fragment(), fragment)?.status == 204)
            #expect(try await patch(nil, TestOffer.fragment(), fragment)?.status == 428)
            #expect(try await patch("\"other\"", TestOffer.fragment(), fragment)?.status == 412)
            #expect(try await patch(tag, TestOffer.fragment(), sdp)?.status == 415)
            #expect(try await patch(tag, "nonsense", fragment)?.status == 400)
            let restarted = try await patch("*", TestOffer.fragment(ufrag: "efgh"), fragment)
            #expect(restarted?.status == 200 && restarted?["content-type"] == "application/trickle-ice-sdpfrag")
            #expect(restarted?.body.contains("a=ice-ufrag:") == true)
            let next = try #require(restarted?["etag"])
            #expect(next != tag)
            #expect(try await patch(tag, TestOffer.fragment(ufrag: "efgh"), fragment)?.status == 412)
            #expect(try await patch(next, TestOffer.fragment(ufrag: "efgh"), fragment)?.status == 204)
        }
    }

    @Test("ICE servers are told in Link headers")
    func links() async throws {
        var configuration = SignalingConfiguration()
        configuration.iceServers = [ICEServer(urls: ["turn:turn.example:443"], username: "u", credential: "c")]
        try await TestParty.with(configuration: configuration) { party in
            let created = try await request(port: party.port, "POST", "/whep/a", headers: sdp, body: TestOffer.viewer)
            #expect(
                created?["link"]
                    == "<turn:turn.example:443>; rel=\"ice-server\"; username=\"u\"; credential=\"c\"; credential-type=\"password\""
            )
        }
    }

    @Test("a session is found only under its own kind and room")
    func addresses() async throws {
        try await TestParty.with { party in
            let created = try await request(
                port: party.port, "POST", "/whip/a", headers: sdp, body: TestOffer.publisher)
            let path = try #require(created?["location"])
            for wrong in [path.replacing("/whip/", with: "/whep/"), path.replacing("/a/", with: "/b/"), path + "0"] {
                #expect(try await request(port: party.port, "DELETE", wrong)?.status == 404)
            }
        }
    }
}

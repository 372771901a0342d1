import Access
import EdgeTestSupport
import Foundation
import Signaling
import Testing

@Suite("Status for programs", .timeLimit(.minutes(1)))
struct StatusTests {
    private static let token = "an operator's token"
    /// Counts wrong attempts, so each test has its own.
    private static var gates: TokenGates {
        TokenGates(operators: [Secret(token)], invitations: [Secret("another back end's")])
    }

    private func object(_ response: TestResponse?) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data((response?.body ?? "").utf8)) as? [String: Any])
    }

    private func status(_ party: TestParty, _ token: String? = nil) async throws -> TestResponse? {
        try await request(
            port: party.port, "GET", "/status", headers: token.map { [("authorization", "Bearer \($0)")] } ?? [])
    }

    @Test("without a token it counts, and names nobody")
    func counts() async throws {
        try await TestParty.with(gates: Self.gates) { party in
            _ = try await party.join("Ann", room: "secret-room")
            _ = try await party.join("Bo", room: "other-room")
            let response = try await status(party)
            let server = try #require(try object(response)["server"] as? [String: Any])
            #expect(server["rooms"] as? Int == 2 && server["members"] as? Int == 2 && server["webSockets"] as? Int == 2)
            #expect(server["status"] as? String == "ok" && (server["uptime"] as? Int ?? -1) >= 0)
            #expect(response?.body.contains("secret-room") == false && response?.body.contains("Ann") == false)
        }
    }

    @Test("the popup of the first extension still reads what it read, with a token or without")
    func popup() async throws {
        try await TestParty.with(gates: Self.gates) { party in
            _ = try await party.joinLegacy("user_bo", room: "legacy-room")
            let response = try await status(party)
            let body = try object(response)
            #expect(response?["access-control-allow-origin"] == "*")
            #expect(body["activeRooms"] as? Int == 1 && body["activeUsers"] as? Int == 1)
            let room = try #require((body["rooms"] as? [[String: Any]])?.first)
            #expect(room["roomId"] as? String == "legacy-room" && room["userCount"] as? Int == 1)
            #expect((room["users"] as? [[String: Any]])?.first?["userId"] as? String == "user_bo")
        }
    }

    @Test("the operator's token opens the details, and only that one")
    func details() async throws {
        try await TestParty.with(gates: Self.gates) { party in
            _ = try await party.join("Ann", room: "secret-room")
            let response = try await status(party, Self.token)
            #expect(response?.status == 200 && response?["access-control-allow-origin"] == nil)
            #expect(response?["cache-control"] == "no-store")
            let room = try #require((try object(response)["rooms"] as? [[String: Any]])?.first)
            #expect(room["id"] as? String == "secret-room")
            #expect((room["members"] as? [[String: Any]])?.first?["name"] as? String == "Ann")
            for wrong in ["another back end's", "", Self.token + "x"] {
                let response = try await status(party, wrong)
                #expect(response?.status == 401 && response?["www-authenticate"]?.hasPrefix("Bearer") == true)
                #expect(response?.body.contains("secret-room") == false)
            }
        }
    }

    @Test("guessing is slowed down, for the right token too")
    func guessing() async throws {
        try await TestParty.with(gates: Self.gates) { party in
            for _ in 0..<10 { #expect(try await status(party, "x")?.status == 401) }
            let response = try await status(party, Self.token)
            #expect(response?.status == 429 && response?["retry-after"] == "60")
            #expect(try await status(party)?.status == 200)
        }
    }

    @Test("a server without a token says how it gets one")
    func noToken() async throws {
        try await TestParty.with { party in
            let response = try await status(party, Self.token)
            #expect(response?.status == 401 && response?.body.contains("--admin-token") == true)
        }
    }
}

import EdgeTestSupport
import Foundation
import SessionStore
import Signaling
import Testing

@Suite("The operator's page: who gets in", .timeLimit(.minutes(1)))
struct AdminAccessTests {
    private static let answers = [
        "/admin/api/overview", "/admin/api/rooms/film-night", "/admin/api/sessions", "/admin/api/sessions/s1",
        "/admin/api/sessions/s1/timeline", "/admin/api/sessions/s1/quality",
    ]

    @Test("without the token there is no answer, only how to ask for one")
    func unauthorized() async throws {
        try await TestOperator.with { desk in
            for path in Self.answers {
                let missing = try await desk.ask(path, token: "")
                #expect(missing.status == 401 && missing["www-authenticate"] == "Bearer", "\(path)")
                let wrong = try await desk.ask(path, token: TestOperator.token + "0")
                #expect(wrong.status == 401 && wrong["www-authenticate"]?.contains("invalid_token") == true, "\(path)")
                #expect(!missing.body.contains(TestOperator.token) && !wrong.body.contains(TestOperator.token))
            }
            for path in ["/admin/api/rooms/a/close", "/admin/api/rooms/a/members/b/kick"] {
                #expect(try await desk.ask(path, "POST", token: "").status == 401)
                #expect(try await desk.ask(path, "POST").status == 404)
                #expect(try await desk.ask(path).status == 404, "nothing is done by GET")
            }
            #expect(try await desk.ask("/admin/api/overview").status == 200)
        }
    }

    @Test(
        "guessing is slowed down: after ten wrong tokens even the right one waits; requests without one are no guesses")
    func lockout() async throws {
        let clock = ManualClock()
        try await TestOperator.with(clock: clock.wall) { desk in
            for _ in 0..<20 {
                let answer = try await desk.ask("/admin/api/overview", token: "")
                #expect(answer.status == 401)
            }
            #expect(try await desk.ask("/admin/api/overview").status == 200)
            for _ in 0..<10 { #expect(try await desk.ask("/admin/api/overview", token: "guess").status == 401) }
            let locked = try await desk.ask("/admin/api/overview")
            #expect(locked.status == 429 && locked["retry-after"] == "60")
            clock.pass(60_000)
            #expect(try await desk.ask("/admin/api/overview").status == 200)
        }
    }

    @Test("a wrong token is in the audit trail, the token itself is not")
    func failuresAreKept() async throws {
        try await TestStore.with { store in
            try await TestOperator.with(store: store) { desk in
                _ = try await desk.ask("/admin/api/overview", token: "not-the-token")
                var filter = AuditFilter()
                filter.kind = .authFailure
                let found = try await store.audit { [filter] in try $0.timeline(filter) }
                #expect(found.map { $0.detail["reason"] } == ["operator-token"])
                #expect(!"\(found)".contains("not-the-token"))
            }
        }
    }

    @Test("every answer, of whatever kind, keeps browsers on a short leash and other pages out")
    func headers() async throws {
        try await TestOperator.with { desk in
            let answers = [
                try await desk.ask("/admin", token: ""), try await desk.ask("/", token: ""),
                try await desk.ask("/modules/dom.js", token: ""), try await desk.ask("/nowhere", token: ""),
                try await desk.ask("/admin/api/overview"), try await desk.ask("/admin/api/overview", token: ""),
                try await desk.ask("/admin/api/nowhere"),
                try await desk.ask(
                    "/admin/api/overview", "OPTIONS", token: "",
                    headers: [("origin", "https://evil.example"), ("access-control-request-method", "GET")]),
            ]
            for answer in answers {
                let policy = answer["content-security-policy"] ?? ""
                for rule in [
                    "default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'",
                    "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'",
                ] { #expect(policy.contains(rule)) }
                #expect(!policy.contains("unsafe") && !policy.contains("http"))
                #expect(answer["x-content-type-options"] == "nosniff" && answer["referrer-policy"] == "no-referrer")
                #expect(answer["cross-origin-resource-policy"] == "same-origin")
                #expect(answer.headers.allSatisfy { !$0.name.hasPrefix("access-control-") && $0.name != "set-cookie" })
            }
            #expect(try await desk.ask("/admin/api/overview")["cache-control"] == "no-store")
        }
    }

    @Test("the page and its files are there without a token; nothing else is")
    func pages() async throws {
        try await TestOperator.with { desk in
            let page = try await desk.ask("/admin", token: "")
            #expect(page.status == 200 && page["content-type"] == "text/html; charset=utf-8")
            #expect(try await desk.ask("/", token: "")["location"] == "/admin")
            for path in ["/modules/dom.js", "/admin/api.js", "/admin/index.html"] {
                #expect(try await desk.ask(path, token: "").status == 200, "\(path)")
            }
            for path in ["/index.html", "/ws", "/metrics", "/health", "/admin/../modules/dom.js", "/%2e%2e/etc/passwd"]
            {
                #expect(try await desk.ask(path, token: "").status == 404, "\(path)")
            }
            #expect(try await request(port: desk.party.port, "GET", "/admin")?.status == 404)
            #expect(try await request(port: desk.party.port, "GET", "/admin/api/overview")?.status == 404)
        }
    }

    @Test(
        "pages of other sites get nothing, even with the token",
        arguments: [
            [("sec-fetch-site", "cross-site")], [("sec-fetch-site", "same-site")], [("origin", "https://evil.example")],
            [("origin", "null")], [("origin", "http://localhost:1")],
        ])
    func otherSites(headers: [(String, String)]) async throws {
        try await TestOperator.with { desk in
            let asked = try await desk.ask("/admin/api/overview", headers: headers)
            let done = try await desk.ask("/admin/api/rooms/a/close", "POST", headers: headers)
            #expect(asked.status == 403 && done.status == 403)
        }
    }

    @Test("its own page gets answers, by what browsers say and by what older ones say")
    func ownSite() async throws {
        try await TestOperator.with { desk in
            let own = [("sec-fetch-site", "same-origin"), ("origin", "http://localhost:\(desk.port)")]
            for headers in [own, [own[0]], [own[1]]] {
                let answer = try await desk.ask("/admin/api/overview", headers: headers)
                #expect(answer.status == 200)
            }
        }
    }

    @Test("a stranger's name that is made to lead to this machine is told that it does not")
    func rebinding() async throws {
        try await TestOperator.with { desk in
            for (host, status) in [
                ("evil.example:80", 421), ("localhost.evil.example", 421), ("", 421), ("127.0.0.1:80", 200),
                ("[::1]:80", 200), ("LOCALHOST", 200),
            ] {
                let socket = try await TestSocket.connect(port: desk.port)
                socket.send(
                    "GET /admin/api/overview HTTP/1.1\r\nhost: \(host)\r\nauthorization: Bearer \(TestOperator.token)\r\n\r\n"
                )
                #expect(await socket.response()?.status == status, "\(host)")
                await socket.drop()
            }
        }
    }

    @Test("large requests are refused")
    func sizes() async throws {
        try await TestOperator.with { desk in
            let long = String(repeating: "a", count: 10_000)
            #expect(try await desk.ask("/admin", token: "", headers: [("x", long)]).status == 431)
            let body = try await request(
                port: desk.port, "POST", "/admin/api/rooms/a/close",
                headers: [("authorization", "Bearer \(TestOperator.token)")], body: long)
            #expect(body?.status == 413)
        }
    }
}

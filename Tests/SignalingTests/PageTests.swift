import EdgeTestSupport
import Signaling
import Testing

@Suite("Page, health and metrics", .timeLimit(.minutes(1)))
struct PageTests {
    @Test("the page is at / and at every party link, with its type and a strict policy")
    func page() async throws {
        try await TestParty.with { party in
            for path in ["/", "/party/film-night", "/index.html"] {
                let answer = try await request(port: party.port, "GET", path)
                #expect(answer?.status == 200 && answer?.body == "<!doctype html>")
                #expect(answer?["content-type"] == "text/html; charset=utf-8")
                #expect(answer?["content-security-policy"]?.contains("default-src 'none'") == true)
                #expect(answer?["content-security-policy"]?.contains("media-src 'self' blob: https: http:;") == true)
                #expect(answer?["x-content-type-options"] == "nosniff")
            }
            #expect(
                try await request(port: party.port, "GET", "/app.js")?["content-type"]
                    == "text/javascript; charset=utf-8")
            let head = try await request(port: party.port, "HEAD", "/app.js")
            #expect(head?.status == 200 && head?["content-length"] == "9")
        }
    }

    @Test("a file that is known already is not sent again")
    func entityTags() async throws {
        try await TestParty.with { party in
            let answer = try await request(
                port: party.port, "GET", "/app.js", headers: [("if-none-match", "\"0\", \"2\"")])
            #expect(answer?.status == 304 && answer?.body == "")
        }
    }

    @Test(
        "a player gets the part of a film that it asks for",
        arguments: [
            ("bytes=0-4", "expor", "bytes 0-4/9"), ("bytes=4-", "rt {}", "bytes 4-8/9"),
            ("bytes=-2", "{}", "bytes 7-8/9"),
            ("Bytes = 8-99999999999999999999", "}", "bytes 8-8/9"), ("bytes=-100", "export {}", "bytes 0-8/9"),
        ])
    func partsOfFiles(range: String, body: String, contentRange: String) async throws {
        try await TestParty.with { party in
            let answer = try await request(port: party.port, "GET", "/app.js", headers: [("range", range)])
            #expect(answer?.status == 206 && answer?.body == body)
            #expect(answer?["content-range"] == contentRange && answer?["content-length"] == String(body.utf8.count))
        }
    }

    @Test(
        "a range that is none, several ranges, and a range of an older file are answered with all of it",
        arguments: [
            ("bytes=0-1,4-5", nil), ("bytes=5-2", nil), ("bytes=x-", nil), ("bytes=-", nil), ("lines=0-1", nil),
            ("bytes", nil),
            ("bytes=+1-2", nil), ("bytes=0-1", "\"1\""),
        ] as [(String, String?)])
    func wholeFiles(range: String, condition: String?) async throws {
        try await TestParty.with { party in
            let headers = [("range", range)] + (condition.map { [("if-range", $0)] } ?? [])
            let answer = try await request(port: party.port, "GET", "/app.js", headers: headers)
            #expect(answer?.status == 200 && answer?.body == "export {}" && answer?["accept-ranges"] == "bytes")
        }
    }

    @Test(
        "what lies beyond the end of a file is refused with its size",
        arguments: ["bytes=9-", "bytes=-0", "bytes=100-200"])
    func rangesBeyondTheEnd(range: String) async throws {
        try await TestParty.with { party in
            let answer = try await request(port: party.port, "GET", "/app.js", headers: [("range", range)])
            #expect(answer?.status == 416 && answer?["content-range"] == "bytes */9" && answer?.body == "")
        }
    }

    @Test(
        "nothing else is there",
        arguments: [
            "/nowhere", "/../Package.swift", "/%2e%2e/etc/passwd", "/party/", "/party/a%20b", "/party/a/b", "/app.js/",
            "//etc/passwd",
        ])
    func notFound(path: String) async throws {
        try await TestParty.with { party in
            let answer = try await request(port: party.port, "GET", path)
            #expect(answer?.status == 404)
        }
    }

    @Test("/ws without an upgrade says what it is")
    func webSocketPath() async throws {
        try await TestParty.with { party in
            let answer = try await request(port: party.port, "GET", "/ws")
            #expect(answer?.status == 426)
        }
    }

    @Test("health is JSON; metrics are Prometheus text and name no room")
    func status() async throws {
        try await TestParty.with { party in
            let health = try await request(port: party.port, "GET", "/health")
            #expect(health?.status == 200 && health?.body == "{\"status\":\"ok\"}\n")
            #expect(health?["content-type"] == "application/json")
            _ = try await party.join("Ann", room: "a-secret-room")
            let metrics = try await request(port: party.port, "GET", "/metrics")
            #expect(metrics?["content-type"]?.hasPrefix("text/plain; version=0.0.4") == true)
            #expect(metrics?.body.contains("# TYPE toperparty_members gauge\ntoperparty_members 1\n") == true)
            #expect(metrics?.body.contains("# TYPE toperparty_joins_total counter") == true)
            #expect(metrics?.body.contains("a-secret-room") == false && metrics?.body.contains("Ann") == false)
        }
    }

    @Test(
        "W7: metrics are for this machine, not for whoever a proxy on it speaks for, and for networks that are named"
    )
    func metricsElsewhere() async throws {
        var configuration = SignalingConfiguration()
        for isNamed in [false, true] {
            configuration.readsMetrics = { _ in isNamed }
            try await TestParty.with(configuration: configuration) { party in
                for header in ["x-forwarded-for", "forwarded", "via"] {
                    let answer = try await request(
                        port: party.port, "GET", "/metrics", headers: [(header, "203.0.113.7")])
                    #expect(answer?.status == (isNamed ? 200 : 403))
                    if !isNamed { #expect(answer?.body.contains("--metrics-from") == true) }
                }
            }
        }
    }
}

import Bytes
import EventLoop

/// Requests that are too large, too slow or from elsewhere.
enum WebAttacks {
    static let all = [
        largeSDP, strangeSDP, foreignPage, largeMessage, unmasked, outsiders, paths, longHeader, oldTLS,
    ]

    private static let largeSDP = Attack(name: "W1 oversized SDP") { target throws(ProbeError) in
        let line = "a=" + String(repeating: "x", count: 1000) + "\r\n"
        let body = "v=0\r\n" + String(repeating: line, count: 200)
        let reply = try await target.media.post(body: body)
        return refused(reply)
    }

    private static let strangeSDP = Attack(name: "W1 malformed SDP") { target throws(ProbeError) in
        let lines = Array(repeating: "m=video 9 UDP/TLS/RTP/SAVPF 4294967296", count: 40)
        for body in [
            "", "\u{0}", "v=0\r\nm=", lines.joined(separator: "\r\n"), String(repeating: "a=\u{0}\r\n", count: 2000),
        ] {
            let reply = try await target.media.post(body: body)
            guard (400..<500).contains(reply.status) else { return .broken("answered with \(reply.status)") }
        }
        return .held("refused with 4xx")
    }

    private static func refused(_ reply: HTTPReply) -> Attack.Result {
        (400..<500).contains(reply.status)
            ? .held("refused with \(reply.status)") : .broken("answered with \(reply.status)")
    }

    private static let upgrade = [
        ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ]

    /// A page that somebody is lured to must not act in that person's name.
    private static let foreignPage = Attack(name: "W3 WebSocket of a foreign page") { target throws(ProbeError) in
        let reply = try await target.http(upgrade + [("Origin", "https://attacker.example")]).send("GET", "/ws")
        return reply.status == 403 ? .held("refused with 403") : .broken("answered with \(reply.status)")
    }

    private static func handshake(_ target: AttackTarget) -> [UInt8] {
        let fields = ["Host: \(target.place.url.split(separator: "/").last ?? "")"] + upgrade.map { "\($0.0): \($0.1)" }
        return Array((["GET /ws HTTP/1.1"] + fields).joined(separator: "\r\n").utf8) + Array("\r\n\r\n".utf8)
    }

    /// The frame's header alone says too much (RFC 6455 §7.4.1).
    private static let largeMessage = Attack(name: "W4 WebSocket message of 100 MiB") { target throws(ProbeError) in
        let frame: [UInt8] = [0x81, 0xff, 0, 0, 0, 0, 6, 0x40, 0, 0, 1, 2, 3, 4]
        return try await closing(target, frame, code: 1009)
    }

    private static let unmasked = Attack(name: "W4 unmasked WebSocket frame") { target throws(ProbeError) in
        try await closing(target, [0x81, 2, 0x7b, 0x7d], code: 1002)
    }

    private static func closing(_ target: AttackTarget, _ frame: [UInt8], code: Int) async throws(ProbeError)
        -> Attack.Result
    {
        let (bytes, isClosed) = try await target.reply(to: [handshake(target), frame], within: .seconds(8))
        let close: [UInt8] = [0x88, 2, UInt8(code >> 8), UInt8(code & 255)]
        let said =
            bytes.count >= 4
            && (0...(bytes.count - 4)).contains { index in
                bytes[index] == 0x88 && bytes[index + 2] == close[2] && bytes[index + 3] == close[3]
            }
        guard isClosed || said else { return .broken("the connection stays open") }
        return .held(said ? "closed with \(code)" : "closed")
    }

    private static let outsiders = Attack(name: "W7 looking from outside") { target throws(ProbeError) in
        let room = target.admission.room
        let reply = try await target.media.post(room: room)
        guard reply.status == 201 else { throw .refused(status: reply.status, body: reply.body) }
        for path in ["/", "/health", "/metrics", "/status", "/rooms", "/debug", "/admin"] {
            let page = try await target.http().send("GET", path)
            if page.body.contains(room) { return .broken("\(path) names a room to anybody") }
        }
        return .held("no page names a room")
    }

    private static let paths = Attack(name: "W9 paths that lead elsewhere") { target throws(ProbeError) in
        for path in [
            "/../../../etc/passwd", "/..%2f..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/%00",
        ] {
            let reply = try await target.http().send("GET", path)
            if reply.body.contains("root:") { return .broken("\(path) gives a file of this machine") }
        }
        return .held("no file of this machine comes out")
    }

    private static let longHeader = Attack(name: "W13 header of 64 KiB") { target throws(ProbeError) in
        let long = "GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: 65_536)
        let (bytes, isClosed) = try await target.reply(to: [Array(long.utf8)], within: .seconds(8))
        let text = String(decoding: bytes.prefix(12), as: UTF8.self)
        return isClosed || text.hasPrefix("HTTP/1.1 4") ? .held("refused") : .broken("still waited for")
    }

    private static let oldTLS = Attack(name: "W14 TLS 1.1") { target throws(ProbeError) in
        guard target.place.isTLS else { return .off("TLS is off") }
        // A ClientHello that offers 1.1 at most (RFC 4346 §7.4.1.2).
        let body = [3, 2] + AttackTarget.random(32) + [0, 0, 4, 0xc0, 0x13, 0, 0x2f, 1, 0]
        let hello = [1, 0, 0, UInt8(body.count)] + body
        let record = [22, 3, 1, 0, UInt8(hello.count)] + hello
        let (bytes, _) = try await target.plain.reply(to: [record], within: .seconds(5))
        return bytes.first == 22 ? .broken("a handshake begins") : .held("refused")
    }
}

import Access
import Bytes
import Edge
import EdgeTestSupport
import Foundation
import Logging
import MediaServer
import NIOCore
import ServiceLifecycle
import SessionStore
import Signaling

/// A whole server on ports of its own.
struct TestParty {
    let port: Int
    let hub: PartyHub
    let stop: @Sendable () async -> Void

    static let page = WebFile(
        bytes: Array("<!doctype html>".utf8), contentType: "text/html; charset=utf-8", entityTag: "\"1\"")
    static let script = WebFile(
        bytes: Array("export {}".utf8), contentType: "text/javascript; charset=utf-8", entityTag: "\"2\"")

    static func with(
        configuration: SignalingConfiguration = SignalingConfiguration(), limits: EdgeLimits = EdgeLimits(),
        log: CapturedLog = CapturedLog(), clock: WallClock = .system, access: AccessControl = .open,
        gates: TokenGates = TokenGates(), store: SessionStore? = nil, _ body: @Sendable (TestParty) async throws -> Void
    ) async throws {
        var settings = MediaServerConfiguration()
        settings.host = SocketAddress(ipv4: 0x7F00_0001, port: 0)
        settings.port = 0
        // These clients do not answer a goodbye.
        var limits = limits
        limits.closeTime = min(limits.closeTime, .milliseconds(200))
        let media = try MediaServer(configuration: settings)
        media.start()
        let logger = Logger(label: "test") { _ in log }
        let hub = PartyHub(
            media: media, configuration: configuration, clock: clock, access: access, gates: gates, store: store,
            logger: logger)
        if let store { await hub.restore(try await store.rooms(), sessions: [:]) }
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let server = PartyServer(
            hub: hub, host: "127.0.0.1", port: 0, files: ["/index.html": page, "/app.js": script], limits: limits,
            logger: logger, whenListening: { found.yield($0) })
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [server], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await port in ports {
                try await body(TestParty(port: port, hub: hub, stop: { await group.triggerGracefulShutdown() }))
                break
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        await media.stop()
    }

    func connect() async throws -> TestMember {
        TestMember(web: try await TestWebSocket.connect(port: port))
    }

    func join(_ name: String, room: String = "film-night") async throws -> TestMember {
        let member = try await connect()
        member.send(#"{"type":"JOIN","version":1,"roomId":"\#(room)","name":"\#(name)"}"#)
        guard let welcome = await member.next("WELCOME") else { throw NoAnswer() }
        return TestMember(web: member.web, id: welcome["memberId"] as? String ?? "", welcome: welcome)
    }

    /// Comes back to a seat.
    func resume(_ token: String, seq: Int? = nil, room: String = "film-night") async throws -> TestMember {
        let member = try await connect()
        let seen = seq.map { #","seq":\#($0)"# } ?? ""
        member.send(
            #"{"type":"JOIN","version":1,"roomId":"\#(room)","name":"Again","resume":"\#(token)"\#(seen)}"#)
        guard let welcome = await member.next("WELCOME", seconds: 20) else { throw NoAnswer() }
        return TestMember(web: member.web, id: welcome["memberId"] as? String ?? "", welcome: welcome)
    }

    /// A client of the first extension.
    func joinLegacy(_ user: String, room: String = "film-night") async throws -> TestMember {
        let member = try await connect()
        member.send(#"{"type":"JOIN","userId":"\#(user)","roomId":"\#(room)","timestamp":1}"#)
        member.send(#"{"type":"PING","userId":"\#(user)","timestamp":1}"#)
        guard await member.next("PONG", seconds: 20) != nil else { throw NoAnswer() }
        return TestMember(web: member.web, id: user)
    }

    func metric(_ name: String) async throws -> Int? {
        let text = try await request(port: port, "GET", "/metrics")?.body ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("toperparty_\(name) ") }
        return line.flatMap { Int($0.split(separator: " ")[1]) }
    }

    /// Asks until the answer is right; false when it does not become so.
    func eventually(_ name: String, is value: Int) async throws -> Bool {
        for _ in 0..<100 {
            if try await metric(name) == value { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    struct NoAnswer: Error {}
}

extension TestMember {
    var seat: [String: Any] { welcome["seat"] as? [String: Any] ?? [:] }
    var resumeToken: String { seat["resume"] as? String ?? "" }

    /// The next message of this type for which something holds.
    func next(_ type: String, where holds: ([String: Any]) -> Bool) async -> [String: Any]? {
        while let message = await next(type, seconds: 20) {
            if holds(message) { return message }
        }
        return nil
    }
}

/// One client on a WebSocket.
struct TestMember: @unchecked Sendable {
    let web: TestWebSocket
    var id = ""
    /// JSON, only read.
    var welcome: [String: Any] = [:]

    func send(_ text: String) { web.send(text) }

    func send(_ object: [String: Any]) throws {
        web.send(String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self))
    }

    /// The next message of this type, passing over others; `nil` when none comes.
    func next(_ type: String, seconds: Double = 5) async -> [String: Any]? {
        while let frame = await web.frame(seconds: seconds) {
            guard frame.opcode == 1, let message = Self.object(frame.text) else { continue }
            if message["type"] as? String == type { return message }
        }
        return nil
    }

    private static func object(_ text: String) -> [String: Any]? {
        try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    }
}

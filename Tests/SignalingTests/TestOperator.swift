import Access
import EdgeTestSupport
import Foundation
import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle
import SessionStore
import Signaling

/// The operator's page of a `TestParty`, on a port of its own.
struct TestOperator {
    static let token = "0123456789abcdef0123456789abcdef"
    static let page = WebFile(
        bytes: Array("<!doctype html><title>Operator</title>".utf8), contentType: "text/html; charset=utf-8",
        entityTag: "\"o\"")

    let party: TestParty
    let port: Int

    static func with(
        clock: WallClock = .system, access: AccessControl = .open, store: SessionStore? = nil,
        _ body: @escaping @Sendable (TestOperator) async throws -> Void
    ) async throws {
        var configuration = SignalingConfiguration()
        configuration.version = "1.2.3"
        try await TestParty.with(configuration: configuration, clock: clock, access: access, store: store) { party in
            let (ports, found) = AsyncStream.makeStream(of: Int.self)
            let logger = Logger(label: "operator") { _ in CapturedLog() }
            let server = AdminServer(
                hub: party.hub,
                configuration: AdminConfiguration(
                    host: "127.0.0.1", port: 0, gate: TokenGate([Secret(token)]), isLocal: true),
                files: [
                    "/admin/index.html": page, "/admin/api.js": TestParty.script, "/modules/dom.js": TestParty.script,
                ], logger: logger,
                whenListening: { found.yield($0) })
            let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [server], logger: logger))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { try await group.run() }
                for await port in ports {
                    try await body(TestOperator(party: party, port: port))
                    break
                }
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
            }
        }
    }

    // MARK: Requests

    /// With the token, unless another is given; an empty one is none.
    func ask(
        _ path: String, _ method: String = "GET", token: String = token, headers: [(String, String)] = []
    ) async throws -> TestResponse {
        let credentials = token.isEmpty ? [] : [("authorization", "Bearer \(token)")]
        let response = try await request(
            port: port, method, path, headers: credentials + headers, body: method == "POST" ? "" : nil)
        guard let response else { throw TestParty.NoAnswer() }
        return response
    }

    func object(_ path: String) async throws -> [String: Any] {
        let response = try await ask(path)
        guard response.status == 200,
            let object = try JSONSerialization.jsonObject(with: Data(response.body.utf8)) as? [String: Any]
        else { throw TestParty.NoAnswer() }
        return object
    }
}

/// A clock that stands until it is moved.
final class ManualClock: Sendable {
    private let time = NIOLockedValueBox(1_800_000_000_000.0)

    var wall: WallClock { WallClock { [time] in time.withLockedValue { $0 } } }

    func pass(_ milliseconds: Double) { time.withLockedValue { $0 += milliseconds } }
}

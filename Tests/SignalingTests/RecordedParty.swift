import Access
import Edge
import EdgeTestSupport
import Foundation
import NIOCore
import SessionStore
import Signaling

/// A party with a database of its own, and what stands in it afterwards.
final class RecordedParty: Sendable {
    private let folder: URL
    private var path: String { folder.appending(path: "party.sqlite").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "record-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// - Returns: all events, in the order in which they were written; their chain has been checked.
    func events(
        configuration: SignalingConfiguration = SignalingConfiguration(), limits: EdgeLimits = EdgeLimits(),
        log: CapturedLog = CapturedLog(), access: AccessControl = .open,
        _ body: @Sendable (TestParty) async throws -> Void
    ) async throws -> [AuditRecord] {
        let store = try SessionStore(path: path)
        try await TestParty.with(
            configuration: configuration, limits: limits, log: log, access: access, store: store, body)
        let events = try await store.audit { try $0.timeline(AuditFilter()) }
        await store.close()
        let verdict = try AuditFile(path: path).verify(key: AuditKey(path: AuditKey.beside(path)))
        guard verdict.isGood else { throw Changed() }
        return events.sorted { $0.seq < $1.seq }
    }

    struct Changed: Error {}
}

extension Collection where Element == AuditRecord {
    func of(_ kind: AuditKind) -> [AuditRecord] { filter { $0.kind == kind.rawValue } }

    /// Why something was refused, in order.
    var reasons: [String] { compactMap { $0.detail["reason"] } }
}

extension TestParty {
    /// Until that many refusals are in the record.
    func refusals(_ count: Int) async throws -> Bool { try await eventually("refusals_total", is: count) }
}

extension TestWebSocket {
    /// As browsers do by themselves, until the connection ends.
    func answerPings() -> Task<Void, Never> {
        Task {
            while !Task.isCancelled, !socket.isClosed {
                guard let frame = await frame(seconds: 1), frame.opcode == 9 else { continue }
                send(opcode: 10, frame.payload)
            }
        }
    }
}

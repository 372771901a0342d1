import Access
import Edge
import Foundation
import SessionStore
import Signaling

/// A memory of parties in a directory that goes afterwards, and what stands in it.
struct TestStore: Sendable {
    let store: SessionStore

    static func with(_ body: (SessionStore) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let store = try SessionStore(path: directory.appending(path: "party.sqlite").path)
        do { try await body(store) } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    /// A whole server that remembers; what it has written is there when the body is done.
    static func withParty(
        configuration: SignalingConfiguration = SignalingConfiguration(), access: AccessControl = .open,
        gates: TokenGates = TokenGates(), _ body: @Sendable (TestParty) async throws -> Void,
        afterwards: @Sendable (TestStore) async throws -> Void
    ) async throws {
        try await with { store in
            try await TestParty.with(configuration: configuration, access: access, gates: gates, store: store, body)
            try await afterwards(TestStore(store: store))
        }
    }

    /// - Returns: all events of a party, in the order in which they were written; their chain has been checked.
    static func events(
        configuration: SignalingConfiguration = SignalingConfiguration(), limits: EdgeLimits = EdgeLimits(),
        log: CapturedLog = CapturedLog(), access: AccessControl = .open,
        _ body: @Sendable (TestParty) async throws -> Void
    ) async throws -> [AuditRecord] {
        var events: [AuditRecord] = []
        try await with { store in
            try await TestParty.with(
                configuration: configuration, limits: limits, log: log, access: access, store: store, body)
            events = try await store.audit { try $0.timeline(AuditFilter()) }
            let verdict = try AuditFile(path: store.path).verify(key: AuditKey(path: AuditKey.beside(store.path)))
            guard verdict.isGood else { throw Changed() }
        }
        return events.sorted { $0.seq < $1.seq }
    }

    struct Changed: Error {}

    func samples(of member: String? = nil) async throws -> [QualitySample] {
        try await store.audit { reader in
            var found: [QualitySample] = []
            try reader.samples(AuditFilter()) { sample in
                if member == nil || sample.member == member { found.append(sample) }
            }
            return found
        }
    }

    func events(_ kind: AuditKind) async throws -> [AuditRecord] {
        try await store.audit { reader in
            var filter = AuditFilter()
            filter.kind = kind
            return try reader.timeline(filter)
        }
    }

    func members() async throws -> [MemberRecord] { try await store.audit { try $0.members(AuditFilter()) } }
}

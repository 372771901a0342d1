import Access
import Foundation
import SessionStore
import Signaling

/// A whole server with a real database; what it has written is there when the body is done.
struct StoredParty: Sendable {
    let store: SessionStore

    static func with(
        configuration: SignalingConfiguration = SignalingConfiguration(), access: AccessControl = .open,
        gates: TokenGates = TokenGates(), _ body: @Sendable (TestParty) async throws -> Void,
        afterwards: @Sendable (StoredParty) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "party-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let store = try SessionStore(path: folder.appending(path: "party.db").path)
        try await TestParty.with(configuration: configuration, access: access, gates: gates, store: store, body)
        try await afterwards(StoredParty(store: store))
        await store.close()
    }

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

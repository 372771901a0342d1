import Foundation
import GRDB
import SessionStore
import Testing

@Suite("Quality samples and their summaries")
struct QualityTests {
    private static let begin = 1_800_000_000_000.0
    let shelf: Shelf

    init() throws { shelf = try Shelf() }

    private func event(
        _ store: SessionStore, _ after: Double, _ kind: AuditKind, _ member: String?, _ detail: [String: String] = [:]
    ) {
        store.record(
            AuditEvent(
                at: Self.begin + after, kind: kind, room: "cinema", session: "s1", member: member, detail: detail))
    }

    private func sample(_ store: SessionStore, _ after: Double, _ change: (inout QualitySample) -> Void = { _ in }) {
        var sample = QualitySample(at: Self.begin + after, room: "cinema", session: "s1", member: "m1")
        change(&sample)
        store.record(sample)
    }

    private func begin(_ store: SessionStore) {
        event(store, 0, .sessionStart, nil)
        event(store, 1, .join, "m1", ["name": "Ada"])
    }

    private func change(_ sql: String) throws {
        try DatabaseQueue(path: shelf.path()).write { db in try db.execute(sql: sql) }
    }

    private func verdict() throws -> AuditVerdict {
        try AuditFile(path: shelf.path()).verify(key: AuditKey(path: AuditKey.beside(shelf.path())))
    }

    private func summaries(_ store: SessionStore) async throws -> [AuditRecord] {
        var filter = AuditFilter()
        filter.kind = .summary
        return try await store.audit { [filter] in try $0.timeline(filter) }
    }

    private func quality(_ store: SessionStore) async throws -> [String: String]? {
        try await store.audit { try $0.members(AuditFilter()) }.first?.quality
    }

    @Test("a sample comes back as it was recorded, and the chain verifies")
    func roundTrip() async throws {
        let store = try shelf.store()
        let full = QualitySample(
            at: Self.begin, room: "cinema", session: "s1", member: "m1", bytesIn: 1_000_000, bytesOut: 3_000_000,
            relayBytes: 4_000_000, loss: 0.0125, roundTrip: 41.5, freezes: 2, syncError: -12.5, syncErrorP95: 40.25,
            path: "turn-tls")
        store.record(full)
        let bare = QualitySample(at: Self.begin + 1, room: "cinema", session: "s1", member: "m1")
        store.record(bare)
        await store.flush()
        let found = try await store.audit { reader in
            var found: [QualitySample] = []
            try reader.samples(AuditFilter()) { found.append($0) }
            return found
        }
        #expect(found == [full, bare])
        await store.close()
        #expect(try verdict().isGood)
        try change("UPDATE sample SET relay_bytes = 5")
        #expect(try verdict().fault?.table == "sample")
    }

    @Test("whoever goes is summed up at once, whoever is there as it was until now")
    func summary() async throws {
        let store = try shelf.store()
        begin(store)
        for number in 1...20 {
            sample(store, Double(number)) {
                $0.bytesIn = 1000
                $0.relayBytes = number > 10 ? 500 : 0
                $0.loss = number == 20 ? 0.5 : 0.01
                $0.syncError = Double(number)
                $0.syncErrorP95 = Double(10 * number)
                $0.path = number > 10 ? "turn-udp" : "udp"
            }
        }
        await store.flush()
        #expect(try await quality(store)?["bytesIn"] == "20000")
        #expect(try await summaries(store).isEmpty)
        event(store, 30, .leave, "m1", ["reason": "left"])
        event(store, 31, .summary, "m1")
        await store.flush()
        let told = try #require(try await quality(store))
        #expect(told["samples"] == "20" && told["relayBytes"] == "5000" && told["paths"] == "udp turn-udp")
        #expect(told["lossP50"] == "1.0" && told["lossP95"] == "50.0")
        #expect(told["syncErrorP50"] == "11.0" && told["syncErrorP95"] == "200.0")
        event(store, 32, .sessionEnd, nil, ["reason": "empty"])
        await store.flush()
        #expect(try await summaries(store).count == 1)
        await store.close()
        #expect(try verdict().isGood)
    }

    @Test("who came back and went again is summed up anew; who left without a word, at the session's end")
    func again() async throws {
        let store = try shelf.store()
        begin(store)
        event(store, 2, .summary, "m1")
        sample(store, 3)
        event(store, 4, .summary, "m1")
        event(store, 5, .join, "m1", ["name": "Ada"])
        sample(store, 6)
        event(store, 7, .sessionEnd, nil, ["reason": "server-crash"])
        await store.flush()
        #expect(try await summaries(store).map { $0.detail["samples"] } == ["1", "2"])
        #expect(try await quality(store)?["samples"] == "2")
        await store.close()
        #expect(try verdict().isGood)
    }

    @Test("a database from before relay bytes were known is brought up to date, and its chain still verifies")
    func older() async throws {
        var store = try shelf.store()
        begin(store)
        sample(store, 2) { $0.bytesIn = 7 }
        await store.close()
        // As it was: without the columns, which rows of then had nothing in.
        try change(
            """
            ALTER TABLE sample DROP COLUMN relay_bytes;
            ALTER TABLE sample DROP COLUMN sync_error_p95;
            DELETE FROM grdb_migrations WHERE identifier = '2';
            """)
        let error = #expect(throws: SessionStoreError.self) { try AuditFile(path: shelf.path()) }
        #expect(error == .older(path: shelf.path()) && error?.description.contains("Start the server") == true)
        store = try shelf.store()
        sample(store, 3) { $0.relayBytes = 9 }
        await store.close()
        #expect(try verdict().isGood && verdict().samples == 2)
    }
}

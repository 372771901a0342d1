import Foundation
import GRDB
import SessionStore
import Testing

@Suite("The store when the disk fails")
struct StoreFailureTests {
    let shelf: Shelf

    init() throws { shelf = try Shelf() }

    private func event(_ number: Int, detail: [String: String] = [:]) -> AuditEvent {
        AuditEvent(
            at: 1_800_000_000_000 + Double(number), kind: .control, room: "r", session: "s", member: "m", detail: detail
        )
    }

    private func wait(_ what: String, until condition: () -> Bool) async throws {
        let deadline = Date(timeIntervalSinceNow: 60)
        while !condition() {
            guard Date() < deadline else {
                Issue.record("\(what) did not happen")
                return
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test("W11: with a full disk recording goes on at once, an alarm says so, and what is lost is counted")
    func full() async throws {
        let store = try shelf.store {
            $0.fileLimit = 1 << 20
            $0.queueLimit = 1000
            $0.size = nil
        }
        let padding = ["padding": String(repeating: "x", count: 1500)]
        for number in 0..<5000 { store.record(event(number, detail: padding)) }
        try await wait("the alarm") { store.statistics.alarm != nil }
        for number in 0..<2000 { store.record(event(number, detail: padding)) }
        let statistics = store.statistics
        #expect(statistics.alarm == "the disk is full" && statistics.failures > 0)
        #expect(statistics.written + statistics.dropped + UInt64(statistics.waiting) == 7000)
        await store.close()
        #expect(try AuditFile(path: shelf.path()).verify(key: nil).isGood)
    }

    @Test("while another program holds the database events wait; afterwards they are written, the gap is said")
    func locked() async throws {
        let store = try shelf.store {
            $0.lockTime = .milliseconds(20)
            $0.queueLimit = 500
        }
        await store.flush()
        var patient = Configuration()
        patient.busyMode = .timeout(30)
        patient.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: shelf.path(), configuration: patient)
        try await other.writeWithoutTransaction { db in try db.execute(sql: "BEGIN EXCLUSIVE") }
        for number in 0..<100 { store.record(event(number)) }
        try await wait("the alarm") { store.statistics.alarm == "another program holds the database" }
        for number in 0..<1000 { store.record(event(number)) }
        #expect(store.statistics.dropped == 600)
        try await other.writeWithoutTransaction { db in try db.execute(sql: "COMMIT") }
        try await wait("recovery") { store.statistics.alarm == nil && store.statistics.waiting == 0 }
        #expect(store.statistics.written == 500)
        let gaps = try await store.audit { reader in
            var filter = AuditFilter()
            filter.kind = .storeGap
            return try reader.timeline(filter)
        }
        #expect(gaps.map { $0.detail["lost"] } == ["600"])
        await store.close()
        #expect(try AuditFile(path: shelf.path()).verify(key: nil).isGood)
    }

    // MARK: Retention

    @Test("W11: a million events do not outgrow the size that is allowed")
    func size() async throws {
        let limit = 40 << 20
        var store = try shelf.store()
        await store.close()
        try await DatabaseQueue(path: shelf.path()).write { db in
            try db.execute(
                sql: """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
                    INSERT INTO event (seq, at, kind, room, session, member, detail, hash)
                    SELECT i, i, 'control', 'room', 'session', 'member', '{}', zeroblob(32) FROM n
                    """)
            try db.execute(sql: "UPDATE head SET seq = 1000000")
        }
        store = try shelf.store { $0.size = limit }
        try await wait("retention") { store.statistics.size > 0 && store.statistics.size < limit }
        store.record(event(1))
        await store.flush()
        #expect(store.statistics.alarm == nil && store.statistics.written == 1)
        await store.close()
        let bytes = try FileManager.default.attributesOfItem(atPath: shelf.path())[.size] as? Int
        #expect(try #require(bytes) < 2 * limit)
    }

    @Test("what is too old goes, is said, and the rest still verifies")
    func age() async throws {
        let clock = Clock(1_800_000_000_000)
        let store = try shelf.store {
            $0.now = { clock.now }
            $0.eventAge = .seconds(1000)
            $0.sampleAge = .seconds(500)
            $0.retentionTime = .zero
        }
        AuditTests.party(store)
        await store.flush()
        clock.now += 2_000_000
        AuditTests.party(store, session: "s2", at: clock.now)
        try await wait("retention") {
            store.record(AuditEvent(at: clock.now, kind: .policy))
            return (try? AuditFile(path: shelf.path()).verify(key: nil).firstEvent) == 9
        }
        let sessions = try await store.audit { try $0.sessions(AuditFilter()) }
        #expect(sessions.map(\.session) == ["s2"])
        await store.close()
        let verdict = try AuditFile(path: shelf.path()).verify(key: AuditKey(path: AuditKey.beside(shelf.path())))
        #expect(verdict.isGood && verdict.samples == 1)
    }
}

import Foundation
import GRDB
import SessionStore
import Testing

@Suite("The audit trail")
struct AuditTests {
    let shelf: Shelf

    init() throws { shelf = try Shelf() }

    /// Two people at a party, one of whom presses pause.
    static func party(
        _ store: SessionStore, room: String = "cinema", session: String = "s1", at: Double = 1_800_000_000_000,
        ends: Bool = true, name: String = "Ada"
    ) {
        func event(_ after: Double, _ kind: AuditKind, _ member: String?, _ detail: [String: String] = [:]) {
            store.record(
                AuditEvent(
                    at: at + after, kind: kind, room: room, session: session, member: member,
                    filmSecond: kind == .control ? 61.5 : nil, detail: detail))
        }
        let agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
        event(0, .sessionStart, nil)
        event(1, .join, "m1", ["name": name, "agent": agent, "address": "192.0.2.77", "role": "host"])
        event(2, .join, "m2", ["name": "Bob", "agent": agent, "address": "2001:db8:1:2::3"])
        event(3, .control, "m2", ["action": "pause"])
        store.record(
            QualitySample(
                at: at + 4, room: room, session: session, member: "m1", bytesIn: 1000, bytesOut: 2000, loss: 0.02,
                roundTrip: 40, freezes: 1, syncError: -12.5, path: "udp"))
        guard ends else { return }
        event(5, .leave, "m2", ["reason": "left"])
        event(6, .leave, "m1", ["reason": "left"])
        event(7, .sessionEnd, nil, ["reason": "empty"])
    }

    private func file() throws -> AuditFile { try AuditFile(path: shelf.path()) }

    private func key() throws -> AuditKey { try AuditKey(path: AuditKey.beside(shelf.path())) }

    private func verdict() throws -> AuditVerdict { try file().verify(key: try key()) }

    private func change(_ sql: String) throws {
        try DatabaseQueue(path: shelf.path()).write { db in try db.execute(sql: sql) }
    }

    // MARK: Answers

    @Test("it answers who was there, when, from where, how good it was, and who pressed pause at which second")
    func answers() async throws {
        let store = try shelf.store()
        Self.party(store)
        await store.flush()
        let (sessions, members, timeline) = try await store.audit { reader in
            let all = AuditFilter()
            return (try reader.sessions(all), try reader.members(all), try reader.timeline(all))
        }
        #expect(sessions.map(\.session) == ["s1"] && sessions.first?.names == ["Ada", "Bob"])
        #expect(sessions.first?.closed == 1_800_000_000_007 && sessions.first?.reason == "empty")
        let ada = try #require(members.first)
        #expect(ada.name == "Ada" && ada.agent == "Firefox 140, Linux" && ada.address == "192.0.2.0/24")
        #expect(members.last?.address == "2001:db8:1::/48" && members.last?.left == 1_800_000_000_005)
        #expect(
            ada.quality["lossP50"] == "2.0" && ada.quality["syncErrorP95"] == "12.5" && ada.quality["paths"] == "udp")
        let pause = try #require(timeline.first { $0.kind == "control" })
        #expect(pause.name == "Bob" && pause.filmSecond == 61.5 && pause.detail == ["action": "pause"])
        await store.close()
    }

    @Test("filters narrow by room, session, member or name, time and kind; a limit gives the last")
    func filters() async throws {
        let store = try shelf.store()
        Self.party(store)
        Self.party(store, room: "cellar", session: "s2", at: 1_800_000_100_000, name: "Zoë")
        await store.flush()
        func count(_ change: (inout AuditFilter) -> Void) async throws -> Int {
            var filter = AuditFilter()
            change(&filter)
            return try await store.audit { [filter] in try $0.timeline(filter).count }
        }
        #expect(try await count { $0.room = "cellar" } == 8)
        #expect(try await count { $0.session = "s1" } == 8)
        // Ada had the same id in another party.
        #expect(try await count { $0.member = "Zoë" } == 3)
        #expect(try await count { $0.member = "m1" } == 2 * 3)
        #expect(
            try await count {
                $0.member = "Zoë"; $0.room = "cellar"
            } == 3)
        #expect(try await count { $0.member = "nobody" } == 0)
        #expect(try await count { $0.since = 1_800_000_100_000 } == 8)
        #expect(try await count { $0.until = 1_800_000_100_000 } == 8)
        #expect(try await count { $0.kind = .join } == 4)
        #expect(try await count { $0.limit = 3 } == 3)
        await store.close()
    }

    @Test("a database with an index for members of its own is brought up to date, and answers and verifies as before")
    func olderIndexes() async throws {
        var store = try shelf.store()
        Self.party(store)
        await store.close()
        try change(
            """
            DROP INDEX event_session;
            CREATE INDEX event_session ON event (session) WHERE session IS NOT NULL;
            CREATE INDEX event_member ON event (member) WHERE member IS NOT NULL;
            DELETE FROM grdb_migrations WHERE identifier = '3';
            """)
        #expect(throws: SessionStoreError.older(path: shelf.path())) { try AuditFile(path: shelf.path()) }
        store = try shelf.store()
        Self.party(store, session: "s2", at: 1_800_000_100_000)
        await store.close()
        var filter = AuditFilter()
        filter.member = "Ada"
        let found = try file().read { try $0.timeline(filter) }
        #expect(found.count == 2 * 3)
        #expect(try verdict().isGood)
    }

    @Test("a room of many events comes back whole and in order, whether or not they are read ahead")
    func manyRows() async throws {
        let store = try shelf.store()
        for number in 0..<100 {
            let room = number % 2 == 0 ? "cinema" : "cellar"
            Self.party(store, room: room, session: "s\(number)", at: 1_800_000_000_000 + Double(number))
        }
        await store.close()
        // As after a night in which nobody asked.
        let handle = try FileHandle(forReadingFrom: URL(filePath: shelf.path()))
        posix_fadvise(handle.fileDescriptor, 0, 0, POSIX_FADV_DONTNEED)
        try handle.close()
        var filter = AuditFilter()
        filter.room = "cinema"
        let events = try file().read { try $0.timeline(filter) }
        #expect(events.count == 50 * 8 && events.allSatisfy { $0.room == "cinema" })
        #expect(events.map(\.at) == events.map(\.at).sorted())
    }

    @Test("W9: names, rooms and titles with quotes, formats, NUL and paths are data and come back as they were")
    func injection() async throws {
        let store = try shelf.store()
        let hostile = [
            "../../etc/passwd", "'; DROP TABLE event; --", "%n%s%x", "nul\0in\0side", "<img src=x onerror=alert(1)>",
            "line\nfeed\r\u{1B}[2J", "\u{202E}right", "\"\\\u{2028}", String(repeating: "é", count: 1000),
        ]
        for (number, text) in hostile.enumerated() {
            store.record(
                AuditEvent(
                    at: 1_800_000_000_000 + Double(number), kind: .join, room: "r", session: "s", member: "m\(number)",
                    detail: ["name": text, "title": text]))
            store.record(AuditEvent(at: 1_800_000_000_000, kind: .control, room: text, session: text, member: text))
        }
        await store.flush()
        #expect(store.statistics.alarm == nil && store.statistics.dropped == 0)
        let members = try await store.audit { try $0.members(AuditFilter()) }
        #expect(members.map(\.name) == hostile)
        var filter = AuditFilter()
        filter.room = hostile[1]
        let found = try await store.audit { [filter] in try $0.timeline(filter) }
        #expect(found.map(\.session) == [hostile[1]])
        await store.close()
        #expect(try verdict().isGood)
    }

    // MARK: The chain

    @Test("an untouched history verifies, with its signature, also while the server writes")
    func good() async throws {
        let store = try shelf.store()
        Self.party(store)
        await store.flush()
        let verdict = try verdict()
        #expect(verdict.isGood && verdict.signature == .valid)
        #expect(verdict.events == 8 && verdict.samples == 1)
        await store.close()
    }

    @Test("one edited byte is caught, and the first bad row is named")
    func editedByte() async throws {
        let store = try shelf.store()
        for number in 0..<50 { Self.party(store, session: "s\(number)", at: 1_800_000_000_000 + Double(number)) }
        await store.close()
        let url = URL(filePath: shelf.path())
        let original = try Data(contentsOf: url)
        for word in ["pause", "Ada", "Firefox 140"] {
            var bytes = original
            let range = try #require(bytes.range(of: Data(word.utf8)))
            bytes[range.lowerBound] ^= 1
            try bytes.write(to: url)
            let verdict = try verdict()
            #expect(verdict.fault?.table == "event" && Int(verdict.fault?.row ?? "") != nil, "\(word)")
        }
    }

    @Test(
        "changes that a database editor can make are caught",
        arguments: [
            ("UPDATE event SET at = at + 1 WHERE seq = 4", "event", "4"),
            ("UPDATE event SET film = NULL WHERE seq = 4", "event", "4"),
            ("UPDATE event SET personal = '{\"name\":\"Eve\"}' WHERE seq = 2", "event", "2"),
            ("UPDATE event SET personal = NULL WHERE seq = 2", "event", "2"),
            ("UPDATE event SET personal_hash = NULL, personal = NULL WHERE seq = 2", "event", "2"),
            ("DELETE FROM event WHERE seq = 4", "event", "4"),
            ("DELETE FROM event WHERE seq = 8", "event", "8"),
            (
                "DELETE FROM event WHERE seq <= 3; INSERT INTO anchor SELECT 'event', 3, hash FROM event WHERE seq = 4",
                "event", "4"
            ),
            ("UPDATE sample SET loss = 0", "sample", "1"),
            ("DELETE FROM sample", "sample", "1"),
            ("UPDATE session SET opened_at = 5", "session", "s1"),
            ("UPDATE session SET closed = NULL, closed_at = NULL", "session", "s1"),
            ("DELETE FROM session", "session", "s1"),
            ("UPDATE member SET left = NULL, left_at = NULL WHERE id = 'm1'", "member", "m1"),
            ("UPDATE member SET left_at = 5 WHERE id = 'm2'", "member", "m2"),
            ("UPDATE member SET named = 3 WHERE id = 'm1'", "member", "m1"),
            ("DELETE FROM member WHERE id = 'm2'", "event", "3"),
        ])
    func edited(sql: String, table: String, row: String) async throws {
        let store = try shelf.store()
        Self.party(store)
        await store.close()
        try change(sql)
        let verdict = try verdict()
        #expect(!verdict.isGood && verdict.fault?.table == table && verdict.fault?.row == row)
    }

    @Test("a history that was cut off or written anew does not fit the key, nor a head that was noted")
    func anew() async throws {
        var store = try shelf.store()
        Self.party(store)
        await store.close()
        let before = try verdict()
        let mark = try #require(AuditVerdict.Mark("\(before.head):\(before.headHash)"))
        let key = try key()
        #expect(try file().verify(key: key, noted: mark).isGood)
        for suffix in ["", "-wal", "-shm", ".key"] {
            try? FileManager.default.removeItem(atPath: shelf.path() + suffix)
        }
        store = try shelf.store()
        Self.party(store, name: "Eve")
        await store.close()
        #expect(try file().verify(key: key).signature == .wrong)
        #expect(try file().verify(key: nil, noted: mark).fault?.row == String(before.head))
        #expect(try verdict().isGood)
    }

    @Test("a check says how far it is")
    func progress() async throws {
        let store = try shelf.store()
        Self.party(store)
        await store.close()
        var told: [AuditProgress] = []
        let verdict = try file().verify(key: key()) { told.append($0) }
        #expect(told.map(\.stage) == [.file, .events, .samples, .parties])
        #expect(told.map(\.total) == [0, verdict.events, verdict.samples, 0])
    }

    @Test("the public half of the key checks as well, and cannot sign")
    func publicKey() async throws {
        let store = try shelf.store()
        Self.party(store)
        await store.close()
        let path = shelf.path("public")
        try key().publicText.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try file().verify(key: AuditKey(path: path)).signature == .valid)
        #expect(throws: SessionStoreError.self) { try AuditEraser(path: shelf.path(), keyPath: path) }
    }

    @Test("the secret key is for its owner's eyes only")
    func keyMode() async throws {
        let store = try shelf.store()
        await store.close()
        let attributes = try FileManager.default.attributesOfItem(atPath: AuditKey.beside(shelf.path()))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    // MARK: Erasure

    @Test("erasing one person leaves no trace of the name in the file, the others, and a chain that verifies")
    func erase() async throws {
        let store = try shelf.store()
        Self.party(store, name: "Ada Unmistakable")
        await store.flush()
        var filter = AuditFilter()
        filter.member = "Ada Unmistakable"
        let erasures = try AuditEraser(path: shelf.path()).erase(filter, now: 1_800_000_001_000)
        #expect(erasures.map(\.member) == ["m1"])
        store.record(AuditEvent(at: 1_800_000_002_000, kind: .policy, room: "cinema", session: "s1", member: "m2"))
        await store.flush()
        let members = try await store.audit { try $0.members(AuditFilter()) }
        #expect(members.map(\.name) == [nil, "Bob"])
        let verdict = try verdict()
        #expect(verdict.isGood && verdict.erased == 1)
        await store.close()
        let bytes = try Data(contentsOf: URL(filePath: shelf.path()))
        #expect(bytes.range(of: Data("Unmistakable".utf8)) == nil && bytes.range(of: Data("Bob".utf8)) != nil)
        #expect(throws: SessionStoreError.notFound("member \"Ada Unmistakable\"")) {
            try AuditEraser(path: shelf.path()).erase(filter, now: 0)
        }
    }

    // MARK: Restart

    @Test("after a crash, open sessions end when the server was last alive, and the crash is said")
    func crash() async throws {
        let clock = Clock(1_800_000_000_000)
        var store: SessionStore? = try shelf.store { $0.now = { clock.now } }
        #expect(try await store?.begin(version: "1").crashed == nil)
        if let store { Self.party(store, ends: false) }
        if let store { Self.party(store, room: "cellar", session: "s2", ends: false) }
        await store?.flush()
        // As after kill -9: nobody closes anything. The lock goes with the process.
        let path = try crashed(&store)
        clock.now += 3_600_000
        var options = SessionStoreOptions()
        options.now = { clock.now }
        let next = try SessionStore(path: path, options: options)
        let start = try await next.begin(version: "2", continuing: ["cellar"])
        #expect(start.crashed == 1_800_000_000_004 && start.closed == ["s1"] && start.continued == ["cellar": "s2"])
        let members = try await next.audit { try $0.members(AuditFilter()) }
        #expect(
            members.filter { $0.session == "s1" }.allSatisfy {
                $0.left == 1_800_000_000_004 && $0.reason == "server-crash"
            })
        #expect(members.filter { $0.session == "s2" }.allSatisfy { $0.left == nil })
        await next.close()
        #expect(try AuditFile(path: path).verify(key: try key()).isGood)
        let third = try SessionStore(path: path, options: options)
        #expect(try await third.begin(version: "3").crashed == nil)
        await third.close()
    }

    /// A copy of the files as they are on disk now, which is what a process that is killed leaves.
    private func crashed(_ store: inout SessionStore?) throws -> String {
        for suffix in ["", "-wal", ".key"] {
            try FileManager.default.copyItem(
                atPath: shelf.path() + suffix, toPath: shelf.path("crashed.sqlite") + suffix)
        }
        store = nil
        return shelf.path("crashed.sqlite")
    }
}

import Foundation
import GRDB

/// Answers questions about the past, within one consistent view of the database.
package struct AuditReader {
    let db: Database
    private let names: NameCache
    private let readAhead: RowReadAhead?

    /// - Parameter readAhead: for a file of which little may be in memory.
    init(_ db: Database, readAhead: RowReadAhead? = nil) {
        self.db = db
        self.readAhead = readAhead
        names = NameCache()
    }

    /// Names that were looked up, for one answer.
    private final class NameCache {
        var names: [[String]: [String: String]] = [:]
    }

    // MARK: Events

    /// In the order of their time.
    package func timeline(_ filter: AuditFilter, _ body: (AuditRecord) throws -> Void) throws {
        guard let query = try events(EventRow.columns, filter) else { return }
        try fetchTogether(filter)
        let rows = try EventRow.fetchCursor(db, sql: query.sql, arguments: query.arguments)
        while let row = try rows.next() { try body(record(row)) }
    }

    package func timeline(_ filter: AuditFilter) throws -> [AuditRecord] {
        var records: [AuditRecord] = []
        try timeline(filter) { records.append($0) }
        return records
    }

    /// Indexes alone say where the rows of a room or a party are; everything is read from one end to the other anyway.
    private func fetchTogether(_ filter: AuditFilter) throws {
        guard let readAhead, filter.room != nil || filter.session != nil else { return }
        var narrowed = AuditFilter()
        (narrowed.room, narrowed.session, narrowed.limit) = (filter.room, filter.session, filter.limit)
        (narrowed.since, narrowed.until) = (filter.since, filter.until)
        guard let query = try events("seq, at", narrowed) else { return }
        try readAhead.read(try Int64.fetchAll(db, sql: query.sql, arguments: query.arguments), db)
    }

    private func events(_ columns: String, _ filter: AuditFilter) throws -> AuditQuery? {
        var query = AuditQuery("SELECT \(columns) FROM event")
        query.add("room = ?", filter.room)
        query.add("session = ?", filter.session)
        query.add("kind = ?", filter.kind?.rawValue)
        query.add("at >= ?", filter.since.map(EventRow.integer))
        query.add("at < ?", filter.until.map(EventRow.integer))
        if filter.member != nil {
            let seats = try seats(filter)
            guard !seats.isEmpty else { return nil }
            query.add("session", in: Set(seats.map(\.session)).sorted())
            query.add("member", in: Set(seats.map(\.member)).sorted())
        }
        query.end(order: ["at", "seq"], limit: filter.limit)
        return query
    }

    /// The ids of all whose id or name it is.
    private func memberIDs(_ filter: AuditFilter) throws -> [String] { Set(try seats(filter).map(\.member)).sorted() }

    /// The same with the parties they were in.
    private func seats(_ filter: AuditFilter) throws -> [(session: String, member: String)] {
        var query = AuditQuery(
            "SELECT m.session, m.id FROM member m JOIN session s ON s.id = m.session LEFT JOIN event e ON e.seq = m.named"
        )
        query.add("s.room = ?", filter.room)
        query.add("s.id = ?", filter.session)
        query.add("? IN (m.id, json_extract(e.personal, '$.name'))", filter.member)
        return try Row.fetchAll(db, sql: query.sql + " LIMIT 10000", arguments: query.arguments).map { ($0[0], $0[1]) }
    }

    private func record(_ row: EventRow) throws -> AuditRecord {
        AuditRecord(
            seq: row.seq, at: Double(row.at), kind: row.kind, room: row.room, session: row.session, member: row.member,
            name: try name(of: row), filmSecond: row.film.map { Double($0) / 1000 }, detail: Self.table(row.detail))
    }

    private func name(of row: EventRow) throws -> String? {
        if let personal = row.personal, let name = Self.table(personal)["name"] { return name }
        guard let session = row.session, let member = row.member else { return nil }
        return try personal(session, member)["name"]
    }

    /// What is known of a member, from the last event that told it.
    private func personal(_ session: String, _ member: String) throws -> [String: String] {
        if let known = names.names[[session, member]] { return known }
        let sql = """
            SELECT e.personal FROM member m JOIN event e ON e.seq = m.named WHERE m.session = ? AND m.id = ?
            """
        let text = try String.fetchOne(db.cachedStatement(sql: sql), arguments: [session, member])
        let table = text.map(Self.table) ?? [:]
        names.names[[session, member]] = table
        return table
    }

    static func table(_ json: String) -> [String: String] {
        guard json != "{}" else { return [:] }
        var reader = CanonicalReader(json)
        if let table = reader.table() { return table }
        return (try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))) ?? [:]
    }

    // MARK: Samples

    /// In the order of their time.
    package func samples(_ filter: AuditFilter, _ body: (QualitySample) throws -> Void) throws {
        var query = AuditQuery("SELECT \(SampleRow.columns) FROM sample")
        query.add("room = ?", filter.room)
        query.add("session = ?", filter.session)
        query.add("at >= ?", filter.since.map(EventRow.integer))
        query.add("at < ?", filter.until.map(EventRow.integer))
        if filter.member != nil { query.add("member", in: try memberIDs(filter)) }
        query.end(order: ["at", "seq"], limit: filter.limit)
        let rows = try SampleRow.fetchCursor(db, sql: query.sql, arguments: query.arguments)
        while let row = try rows.next() { try body(row.sample) }
    }

    // MARK: Sessions

    /// The earliest first; those that touch the time asked for.
    package func sessions(_ filter: AuditFilter) throws -> [SessionRecord] {
        var query = AuditQuery("SELECT id, room, opened_at, closed_at, closed FROM session")
        narrow(&query, filter)
        if filter.member != nil { query.add("id", in: try sessionIDs(filter)) }
        query.end(order: ["opened_at", "id"], limit: filter.limit)
        return try Row.fetchAll(db, sql: query.sql, arguments: query.arguments).map { row in
            let id: String = row[0]
            return SessionRecord(
                session: id, room: row[1], opened: row[2], closed: row[3], reason: try reason(at: row[4]),
                members: try memberCount(id), names: try names(in: id))
        }
    }

    private func narrow(_ query: inout AuditQuery, _ filter: AuditFilter) {
        query.add("room = ?", filter.room)
        query.add("id = ?", filter.session)
        query.add("coalesce(closed_at, 9e15) >= ?", filter.since.map(EventRow.integer))
        query.add("opened_at < ?", filter.until.map(EventRow.integer))
    }

    private func sessionIDs(_ filter: AuditFilter) throws -> [String] {
        let ids = try memberIDs(filter)
        var query = AuditQuery("SELECT DISTINCT session FROM member")
        query.add("id", in: ids)
        return try String.fetchAll(db, sql: query.sql, arguments: query.arguments)
    }

    private func reason(at seq: Int64?) throws -> String? {
        guard let seq else { return nil }
        let sql = "SELECT detail FROM event WHERE seq = ?"
        return try String.fetchOne(db.cachedStatement(sql: sql), arguments: [seq]).flatMap { Self.table($0)["reason"] }
    }

    private func memberCount(_ session: String) throws -> Int {
        let sql = "SELECT count(*) FROM member WHERE session = ? AND joined IS NOT NULL"
        return try Int.fetchOne(db.cachedStatement(sql: sql), arguments: [session]) ?? 0
    }

    private func names(in session: String) throws -> [String] {
        let sql = "SELECT id FROM member WHERE session = ? AND joined IS NOT NULL ORDER BY joined LIMIT 10"
        return try String.fetchAll(db, sql: sql, arguments: [session]).map { try personal(session, $0)["name"] ?? $0 }
    }

    // MARK: Members

    /// In the order they came.
    package func members(_ filter: AuditFilter) throws -> [MemberRecord] {
        var query = AuditQuery(
            """
            SELECT m.session, s.room, m.id, m.joined_at, m.left_at, m.left, m.joined
            FROM member m JOIN session s ON s.id = m.session
            """)
        query.add("m.joined IS NOT NULL")
        query.add("s.room = ?", filter.room)
        query.add("s.id = ?", filter.session)
        query.add("coalesce(m.left_at, 9e15) >= ?", filter.since.map(EventRow.integer))
        query.add("m.joined_at < ?", filter.until.map(EventRow.integer))
        if filter.member != nil { query.add("m.id", in: try memberIDs(filter)) }
        query.end(order: ["m.joined"], limit: filter.limit)
        return try Row.fetchAll(db, sql: query.sql, arguments: query.arguments).map(member)
    }

    private func member(_ row: Row) throws -> MemberRecord {
        let session: String = row[0]
        let id: String = row[2]
        let personal = try personal(session, id)
        return MemberRecord(
            session: session, room: row[1], member: id, name: personal["name"], agent: personal["agent"],
            address: personal["address"], joined: row[3], left: row[4], reason: try reason(at: row[5]),
            quality: try quality(session, id, isThere: row[4] as Int64? == nil))
    }

    /// Of somebody who is still there, as it was until now.
    private func quality(_ session: String, _ member: String, isThere: Bool) throws -> [String: String] {
        if !isThere, let told = try lastSummary(session, member) { return told }
        return try SessionSummary.all(db, session: session, member: member).first?.summary.detail ?? [:]
    }

    func lastSummary(_ session: String, _ member: String) throws -> [String: String]? {
        let sql =
            "SELECT detail FROM event WHERE session = ? AND member = ? AND kind = 'summary' ORDER BY seq DESC LIMIT 1"
        return try String.fetchOne(db.cachedStatement(sql: sql), arguments: [session, member]).map(Self.table)
    }
}

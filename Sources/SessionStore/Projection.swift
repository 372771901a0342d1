import GRDB

/// Keeps the tables of sessions and members as the events say.
struct Projection {
    let db: Database

    func apply(_ row: EventRow, kind: AuditKind) throws {
        guard let session = row.session else { return }
        switch kind {
        case .sessionStart: try open(session, row)
        case .sessionEnd: try close(session, row)
        case .join: try join(session, row)
        case .leave: try leave(session, row)
        case .resume, .rename: try rename(session, row)
        default: break
        }
    }

    private func open(_ session: String, _ row: EventRow) throws {
        let sql = "INSERT INTO session (id, room, opened, opened_at) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING"
        try db.cachedStatement(sql: sql).execute(arguments: [session, row.room ?? "", row.seq, row.at])
    }

    private func close(_ session: String, _ row: EventRow) throws {
        let sql = "UPDATE session SET closed = ?, closed_at = ? WHERE id = ?"
        try db.cachedStatement(sql: sql).execute(arguments: [row.seq, row.at, session])
    }

    private func join(_ session: String, _ row: EventRow) throws {
        try open(session, row)
        guard let member = row.member else { return }
        let named = row.personal == nil ? nil : row.seq
        let sql = """
            INSERT INTO member (session, id, joined, joined_at, named) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (session, id) DO UPDATE SET
              joined = coalesce(joined, excluded.joined), joined_at = coalesce(joined_at, excluded.joined_at),
              named = coalesce(excluded.named, named), left = NULL, left_at = NULL
            """
        try db.cachedStatement(sql: sql).execute(arguments: [session, member, row.seq, row.at, named])
    }

    private func leave(_ session: String, _ row: EventRow) throws {
        let sql = "UPDATE member SET left = ?, left_at = ? WHERE session = ? AND id = ?"
        try db.cachedStatement(sql: sql).execute(arguments: [row.seq, row.at, session, row.member])
    }

    private func rename(_ session: String, _ row: EventRow) throws {
        guard row.personal?.contains("\"name\":") == true else { return }
        let sql = "UPDATE member SET named = ? WHERE session = ? AND id = ?"
        try db.cachedStatement(sql: sql).execute(arguments: [row.seq, session, row.member])
    }
}

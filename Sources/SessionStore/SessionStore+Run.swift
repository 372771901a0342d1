import GRDB

extension SessionStore {
    /// Says that the server starts. If the one before did not end in order, says so too, and when it was last alive. Sessions it left open go on when
    /// their room is among `rooms`; the others end, with all who were in them, at that time.
    package func begin(version: String, continuing rooms: Set<String> = []) async throws -> StoreStart {
        let now = options.now()
        let start = try await pool.write { [key, addresses = options.addresses] db in
            var chain = try ChainWriter(db, key: key, addresses: addresses)
            var start = StoreStart()
            let end = try Self.lastSign(db) ?? now
            if try Int64.fetchOne(db, sql: "SELECT alive FROM head") != nil {
                start.crashed = end
                try chain.append(AuditEvent(at: end, kind: .serverCrash))
            }
            try chain.append(AuditEvent(at: now, kind: .serverStart, detail: ["version": version]))
            let reason = start.crashed == nil ? "server-stop" : "server-crash"
            for session in try Self.openSessions(db) {
                guard !rooms.contains(session.room) else {
                    start.continued[session.room] = session.id
                    continue
                }
                try Self.end(session, at: end, reason, db, &chain)
                start.closed.append(session.id)
            }
            try chain.finish()
            try db.execute(sql: "UPDATE head SET alive = ?", arguments: [EventRow.integer(now)])
            return start
        }
        queue.begin()
        return start
    }

    /// Writes what waits, says that the server stops, and closes the database.
    package func close() async {
        queue.close()
        await queue.ended()
        let now = options.now()
        try? await pool.write { [key, addresses = options.addresses] db in
            guard try Int64.fetchOne(db, sql: "SELECT alive FROM head") != nil else { return }
            var chain = try ChainWriter(db, key: key, addresses: addresses)
            try chain.append(AuditEvent(at: now, kind: .serverStop))
            try chain.finish()
            try db.execute(sql: "UPDATE head SET alive = NULL")
        }
        // A copy of the file alone is whole from now on.
        try? await pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        try? pool.close()
        lock.release()
    }

    /// The last time anything is known of the server before this one.
    private static func lastSign(_ db: Database) throws -> Double? {
        let signs = [
            "SELECT alive FROM head", "SELECT at FROM event ORDER BY seq DESC LIMIT 1",
            "SELECT at FROM sample ORDER BY seq DESC LIMIT 1",
        ]
        return try signs.compactMap { try Double.fetchOne(db, sql: $0) }.max()
    }

    private static func openSessions(_ db: Database) throws -> [(id: String, room: String)] {
        try Row.fetchAll(db, sql: "SELECT id, room FROM session WHERE closed IS NULL ORDER BY opened").map {
            (id: $0[0], room: $0[1])
        }
    }

    private static func end(
        _ session: (id: String, room: String), at: Double, _ reason: String, _ db: Database,
        _ chain: inout ChainWriter
    ) throws {
        let present = try String.fetchAll(
            db, sql: "SELECT id FROM member WHERE session = ? AND joined IS NOT NULL AND left IS NULL ORDER BY joined",
            arguments: [session.id])
        var event = AuditEvent(
            at: at, kind: .leave, room: session.room, session: session.id, detail: ["reason": reason])
        for member in present {
            event.member = member
            try chain.append(event)
        }
        event.kind = .sessionEnd
        event.member = nil
        try chain.append(event)
    }
}

import Foundation
import GRDB

/// Takes the oldest rows, a piece at a time, so that what waits to be written is never kept long.
struct Retention {
    static let piece: Int64 = 20_000

    let options: SessionStoreOptions
    let key: AuditKey

    /// Bytes in use.
    static func size(_ db: Database) throws -> Int {
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        let free = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
        let size = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0
        return (pages - free) * size
    }

    /// - Returns: true when there is more to take.
    func step(_ pool: DatabasePool, now: Double) throws -> Bool {
        let taken = try pool.write { db in
            let head = try ChainHead.read(db)
            let events = try lastEvent(db, head, now)
            let samples = try lastSample(db, head, now, upTo: events)
            guard events != nil || samples != nil else { return false }
            try take(db, events: events, samples: samples, now)
            return true
        }
        if taken { try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA incremental_vacuum(20000)") } }
        return taken
    }

    /// The last event of the piece that goes now.
    private func lastEvent(_ db: Database, _ head: ChainHead, _ now: Double) throws -> Int64? {
        guard let first = try Int64.fetchOne(db, sql: "SELECT min(seq) FROM event"), first < head.seq else {
            return nil
        }
        let end = min(first + Self.piece, head.seq) - 1
        if let size = options.size, try Self.size(db) > size { return end }
        guard let age = options.eventAge else { return nil }
        let limit = EventRow.integer(now - age.milliseconds)
        let old = try Int64.fetchOne(
            db, sql: "SELECT max(seq) FROM event WHERE seq <= ? AND at < ?", arguments: [end, limit])
        // A clock that went back may have left a younger row before older ones; it waits for its time.
        let young = try Int64.fetchOne(
            db, sql: "SELECT min(seq) FROM event WHERE seq <= ? AND at >= ?", arguments: [end, limit])
        guard let old else { return nil }
        let last = young.map { min($0 - 1, old) } ?? old
        return last >= first ? last : nil
    }

    private func lastSample(_ db: Database, _ head: ChainHead, _ now: Double, upTo event: Int64?) throws -> Int64? {
        guard let first = try Int64.fetchOne(db, sql: "SELECT min(seq) FROM sample") else { return nil }
        var limit = options.sampleAge.map { EventRow.integer(now - $0.milliseconds) } ?? 0
        if let event, let at = try Int64.fetchOne(db, sql: "SELECT at FROM event WHERE seq = ?", arguments: [event]) {
            limit = max(limit, at)
        }
        return try Int64.fetchOne(
            db, sql: "SELECT max(seq) FROM sample WHERE seq < ? AND seq < ? AND at < ?",
            arguments: [first + Self.piece, head.sample, limit])
    }

    private func take(_ db: Database, events: Int64?, samples: Int64?, _ now: Double) throws {
        var detail: [String: String] = [:]
        if let events {
            detail["hash"] = try cut(db, "event", events)
            detail["upTo"] = String(events)
            try db.execute(
                sql: "DELETE FROM member WHERE session IN (SELECT id FROM session WHERE closed <= ?)",
                arguments: [events])
            try db.execute(sql: "DELETE FROM session WHERE closed <= ?", arguments: [events])
            try db.execute(sql: "DELETE FROM invitation WHERE expires < ?", arguments: [EventRow.integer(now)])
        }
        if let samples {
            detail["sampleHash"] = try cut(db, "sample", samples)
            detail["samplesUpTo"] = String(samples)
        }
        var chain = try ChainWriter(db, key: key, addresses: options.addresses)
        try chain.append(AuditEvent(at: now, kind: .retention, detail: detail))
        try chain.finish()
    }

    /// - Parameter table: one of our own names.
    /// - Returns: the hash that the first remaining row follows.
    private func cut(_ db: Database, _ table: String, _ last: Int64) throws -> String {
        guard let hash = try Data.fetchOne(db, sql: "SELECT hash FROM \(table) WHERE seq = ?", arguments: [last]) else {
            throw SessionStoreError.failed("row \(last) of the table \(table) is missing")
        }
        try db.execute(sql: "DELETE FROM \(table) WHERE seq <= ?", arguments: [last])
        try db.execute(
            sql: "INSERT OR REPLACE INTO anchor (chain, seq, hash) VALUES (?, ?, ?)", arguments: [table, last, hash])
        return hash.hexText
    }
}

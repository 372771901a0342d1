import Foundation
import GRDB

/// The memory of all parties: who was there, what happened, how good it was. Recording never waits for the disk and never fails; what cannot be written is
/// counted, and said once.
package final class SessionStore: Sendable {
    package let path: String
    let options: SessionStoreOptions
    let key: AuditKey
    let pool: DatabasePool
    let queue: StoreQueue
    let lock: StoreLock

    /// Opens the database, or makes it.
    /// - Throws: `SessionStoreError` when the file, or the audit key beside it, cannot be used, or another server writes it.
    package init(
        path: String, options: SessionStoreOptions = SessionStoreOptions()
    ) throws(SessionStoreError) {
        self.path = path
        self.options = options
        lock = try StoreLock(path)
        key = try AuditKey.obtain(options.keyPath ?? AuditKey.beside(path))
        pool = try StoreDatabase.open(path, options)
        queue = StoreQueue(limit: options.queueLimit, batchSize: options.batchSize, batchTime: options.batchTime)
        let writer = StoreWriter(pool: pool, queue: queue, key: key, options: options)
        let thread = Thread { writer.run() }
        thread.name = "store"
        thread.start()
    }

    deinit { queue.close() }

    // MARK: Recording

    package func record(_ event: AuditEvent) { queue.add(.event(event)) }

    package func record(_ sample: QualitySample) { queue.add(.sample(sample)) }

    /// Keeps a room for the server's next start; of several the last counts.
    /// - Parameter json: asked for by the thread that writes, which has more time than whoever runs the room.
    package func saveRoom(_ id: String, json: @escaping @Sendable () -> [UInt8]?) {
        queue.set(room: CanonicalText.column(id), .keep(json))
    }

    package func forgetRoom(_ id: String) { queue.set(room: CanonicalText.column(id), .forget) }

    package func save(_ invitation: StoredInvitation) { queue.set(invitation) }

    // MARK: What was kept

    package func rooms() async throws -> [StoredRoom] {
        await flush()
        return try await pool.read { db in
            try Row.fetchAll(db, sql: "SELECT id, json FROM room ORDER BY id").map { row in
                StoredRoom(id: row[0], json: Array(row[1] as Data))
            }
        }
    }

    /// Those that have not expired.
    package func invitations() async throws -> [StoredInvitation] {
        await flush()
        let now = EventRow.integer(options.now())
        return try await pool.read { db in
            let sql = "SELECT id, used, withdrawn, expires FROM invitation WHERE expires > ?"
            return try Row.fetchAll(db, sql: sql, arguments: [now]).map { row in
                StoredInvitation(id: row[0], used: row[1], withdrawn: row[2], expires: row[3])
            }
        }
    }

    // MARK: State

    package var statistics: StoreStatistics { queue.snapshot() }

    /// Until what has been recorded is on disk, or cannot be.
    package func flush() async { await queue.flush() }
}

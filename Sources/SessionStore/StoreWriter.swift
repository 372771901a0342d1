import Foundation
import GRDB
import Glibc
import Logging

/// The one thread that writes.
final class StoreWriter: @unchecked Sendable {
    private let pool: DatabasePool
    private let queue: StoreQueue
    private let key: AuditKey
    private let options: SessionStoreOptions
    // Only the writer's thread touches what follows.
    private var pending = StoreBatch()
    private var alarm: String?
    private var reportedDrops: UInt64 = 0
    private var nextAlive: Double = 0
    private var nextRetention: Double

    init(pool: DatabasePool, queue: StoreQueue, key: AuditKey, options: SessionStoreOptions) {
        self.pool = pool
        self.queue = queue
        self.key = key
        self.options = options
        nextRetention = options.now()
    }

    /// Until the queue closes and is empty.
    func run() {
        Self.giveWay()
        while true {
            let isLast = queue.closing
            // Retention has more to take: no rest, but what waits comes first.
            let patience = options.now() >= nextRetention && alarm == nil ? 0 : options.aliveTime.milliseconds / 1000
            pending.add(queue.take(by: Date(timeIntervalSinceNow: patience)))
            turn()
            if isLast {
                abandon()
                return queue.end()
            }
            if alarm != nil { queue.rest(options.retryTime) }
        }
    }

    /// A batch takes milliseconds. Whoever waits for a command of the party on the same core comes first: what is recorded has its queue to wait in.
    private static func giveWay() {
        // In Linux both are a thread's own. Neither needs a privilege, and without them the store writes as well.
        var ordinary = sched_param()
        sched_setscheduler(0, SCHED_OTHER, &ordinary)
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
    }

    private func turn() {
        do {
            let dropped = queue.snapshot().dropped
            try write(pending, lost: dropped - reportedDrops)
            settle(written: pending.entries.count, reported: dropped)
            try keepHouse()
        } catch let error where Self.isFaultOfRows(error) && !pending.entries.isEmpty {
            writeOneByOne()
        } catch {
            raise(StoreDatabase.reason(error))
        }
    }

    private func write(_ batch: StoreBatch, lost: UInt64) throws {
        guard !batch.isEmpty || lost > 0 else { return }
        try pool.write { db in
            var chain = try ChainWriter(db, key: key, addresses: options.addresses)
            if lost > 0 { try chain.append(gap(lost)) }
            for entry in batch.entries { try chain.append(entry) }
            if !batch.entries.isEmpty || lost > 0 { try chain.finish() }
            try Self.keep(batch, db, now: options.now())
        }
    }

    private func gap(_ lost: UInt64) -> AuditEvent {
        AuditEvent(
            at: options.now(), kind: .storeGap,
            detail: ["lost": String(lost), "reason": alarm ?? "more came than could be written"])
    }

    private static func keep(_ batch: StoreBatch, _ db: Database, now: Double) throws {
        for (room, change) in batch.rooms { try keep(room, change, db, now: now) }
        for invitation in batch.invitations.values {
            try db.execute(
                sql: "INSERT OR REPLACE INTO invitation (id, used, withdrawn, expires) VALUES (?, ?, ?, ?)",
                arguments: [
                    invitation.id, invitation.used, invitation.withdrawn, EventRow.integer(invitation.expires),
                ])
        }
    }

    private static func keep(_ room: String, _ change: RoomChange, _ db: Database, now: Double) throws {
        switch change {
        case .forget: try db.execute(sql: "DELETE FROM room WHERE id = ?", arguments: [room])
        case .keep(let text):
            guard let json = text() else { return }
            try db.execute(
                sql: "INSERT OR REPLACE INTO room (id, saved_at, json) VALUES (?, ?, ?)",
                arguments: [room, EventRow.integer(now), Data(json)])
        }
    }

    private func settle(written: Int, dropped: Int = 0, reported: UInt64) {
        reportedDrops = reported
        pending = StoreBatch()
        if let alarm {
            options.logger.notice("the store writes again", metadata: ["lost": "\(reported)", "was": "\(alarm)"])
        }
        alarm = nil
        queue.settle(written: written, dropped: dropped, alarm: nil)
    }

    private func raise(_ reason: String) {
        if alarm != reason {
            options.logger.error(
                "the store cannot write; parties go on, and what does not fit into the queue is counted",
                metadata: ["reason": "\(reason)", "database": "\(pool.path)"])
        }
        alarm = reason
        queue.settle(alarm: reason)
    }

    /// A row that the database does not take must not keep all others waiting.
    private func writeOneByOne() {
        var written = 0
        var reason = ""
        let entries = pending.entries
        pending.entries = []
        for entry in entries {
            do {
                try write(StoreBatch(entries: [entry]), lost: 0)
                written += 1
            } catch {
                reason = StoreDatabase.reason(error)
            }
        }
        if written < entries.count {
            options.logger.warning(
                "entries were refused", metadata: ["count": "\(entries.count - written)", "reason": "\(reason)"])
        }
        settle(written: written, dropped: entries.count - written, reported: reportedDrops)
    }

    private static func isFaultOfRows(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        return [.SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE].contains(error.resultCode)
    }

    /// What still waits when the server ends and the disk does not take it.
    private func abandon() {
        guard !pending.entries.isEmpty else { return queue.settle(alarm: alarm) }
        options.logger.error("not all could be stored", metadata: ["lost": "\(pending.entries.count)"])
        queue.settle(dropped: pending.entries.count, alarm: alarm)
    }

    // MARK: Housekeeping

    private func keepHouse() throws {
        let now = options.now()
        if now >= nextAlive {
            nextAlive = now + options.aliveTime.milliseconds
            if queue.begun {
                try pool.write { db in
                    try db.execute(
                        sql: "UPDATE head SET alive = ? WHERE alive IS NOT NULL", arguments: [EventRow.integer(now)])
                }
            }
            queue.measured(size: try pool.read(Retention.size))
        }
        if now >= nextRetention {
            let more = try Retention(options: options, key: key).step(pool, now: now)
            // The rest soon, but not before what waits.
            nextRetention = now + (more ? 0 : options.retentionTime.milliseconds)
            if !more { queue.measured(size: try pool.read(Retention.size)) }
        }
    }
}

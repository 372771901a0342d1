import Foundation
import GRDB

/// Brings rows that lie far apart into the kernel's memory, several at a time. A room's events lie between those of all parties of their time; asked for one
/// after the other, each would wait for the disk alone.
struct RowReadAhead: Sendable {
    /// As many reads a disk has to do at once.
    private static let lanes = 16
    /// Fewer are not worth the connections.
    private static let least = 64
    /// With rows in memory reading one takes microseconds; a disk takes hundreds at least.
    private static let patience = Duration.microseconds(150)
    private static let probes = 8

    let path: String

    /// - Parameter rows: of the table `event`.
    func read(_ rows: [Int64], _ db: Database) throws {
        guard rows.count >= Self.least, try isOnDisk(rows, db) else { return }
        let group = DispatchGroup()
        for lane in 0..<Self.lanes {
            group.enter()
            // Threads that wait for a disk; a queue would start no more than there are cores.
            let thread = Thread {
                touch(stride(from: lane, to: rows.count, by: Self.lanes).map { rows[$0] })
                group.leave()
            }
            thread.start()
        }
        group.wait()
    }

    /// Looks at a few of them.
    private func isOnDisk(_ rows: [Int64], _ db: Database) throws -> Bool {
        let probes = stride(from: 0, to: rows.count, by: rows.count / Self.probes).map { rows[$0] }
        let begin = ContinuousClock.now
        for row in probes { _ = try Self.touch(row, db) }
        return (ContinuousClock.now - begin) / probes.count > Self.patience
    }

    /// Whatever goes wrong here goes wrong again where it is said.
    private func touch(_ rows: [Int64]) {
        guard let queue = try? StoreDatabase.openToTouch(path) else { return }
        try? queue.unsafeRead { db in
            for row in rows { _ = try Self.touch(row, db) }
        }
    }

    private static func touch(_ row: Int64, _ db: Database) throws -> Int? {
        try Int.fetchOne(db.cachedStatement(sql: "SELECT length(hash) FROM event WHERE seq = ?"), arguments: [row])
    }
}

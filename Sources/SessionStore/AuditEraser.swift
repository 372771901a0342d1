import Foundation
import GRDB

/// Takes what is personal of somebody out of the audit trail. The events stay, without name, browser and address; the chain stays whole, for it holds only
/// keyed hashes of those, and their keys go too.
package struct AuditEraser {
    /// Whose data went.
    package struct Erasure: Sendable, Equatable, Codable {
        package var session: String
        package var room: String
        package var member: String
        package var events: Int
    }

    private let queue: DatabaseQueue
    private let key: AuditKey

    /// - Throws: `SessionStoreError.key` for a public key: an erasure is an event too, and the new head has to be signed.
    package init(path: String, keyPath: String? = nil) throws(SessionStoreError) {
        queue = try StoreDatabase.openToErase(path)
        let keyPath = keyPath ?? AuditKey.beside(path)
        key = try AuditKey(path: keyPath)
        guard key.canSign else {
            throw .key(path: keyPath, reason: "this is the public half; erasing needs the secret one")
        }
    }

    /// - Parameter filter: `member`, an id or a name, is needed; room, session and times narrow it.
    /// - Throws: `SessionStoreError.notFound` when nobody fits.
    package func erase(_ filter: AuditFilter, now: Double) throws -> [Erasure] {
        do {
            let erasures = try queue.write { db in try erase(filter, now, db) }
            // The write-ahead log still has what was overwritten.
            try queue.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
            return erasures
        } catch let error as DatabaseError {
            throw SessionStoreError.failed(StoreDatabase.reason(error))
        }
    }

    /// Whom `erase` would find.
    package func preview(_ filter: AuditFilter) throws -> [MemberRecord] {
        try queue.read { db in try AuditReader(db).members(filter) }
    }

    private func erase(_ filter: AuditFilter, _ now: Double, _ db: Database) throws -> [Erasure] {
        guard let who = filter.member else { throw SessionStoreError.failed("erasing needs a member") }
        let members = try AuditReader(db).members(filter)
        guard !members.isEmpty else { throw SessionStoreError.notFound("member \"\(who)\"") }
        var chain = try ChainWriter(db, key: key, addresses: .none)
        var erasures: [Erasure] = []
        for member in members { erasures.append(try erase(member, now, db, &chain)) }
        try chain.finish()
        return erasures
    }

    private func erase(
        _ member: MemberRecord, _ now: Double, _ db: Database, _ chain: inout ChainWriter
    ) throws -> Erasure {
        try db.execute(
            sql: "UPDATE event SET personal = NULL WHERE session = ? AND member = ? AND personal IS NOT NULL",
            arguments: [member.session, member.member])
        let events = db.changesCount
        try db.execute(
            sql: "UPDATE member SET salt = NULL, named = NULL WHERE session = ? AND id = ?",
            arguments: [member.session, member.member])
        try chain.append(
            AuditEvent(
                at: now, kind: .erasure, room: member.room, session: member.session, member: member.member,
                detail: ["events": String(events)]))
        return Erasure(session: member.session, room: member.room, member: member.member, events: events)
    }
}

import Foundation

/// Counts how often each invitation has let somebody in, and remembers those that were taken back. Bounded: what has expired is forgotten.
package final class InvitationUses: @unchecked Sendable {
    /// One invitation's count, as it is kept over a restart.
    package struct Record: Sendable, Equatable {
        package var id: String
        package var used: Int
        package var withdrawn: Bool
        /// In milliseconds since 1970.
        package var expires: Double

        package init(id: String, used: Int, withdrawn: Bool, expires: Double) {
            self.id = id
            self.used = used
            self.withdrawn = withdrawn
            self.expires = expires
        }
    }

    private let lock = NSLock()
    private let limit: Int
    private let whenChanged: @Sendable (Record) -> Void
    // Under the lock.
    private var records: [String: Record] = [:]

    /// - Parameters:
    ///   - limit: invitations remembered at once; with as many alive, those with a count let nobody in.
    ///   - whenChanged: told of each count, to keep it over a restart.
    package init(
        records: [Record] = [], limit: Int = 100_000, whenChanged: @escaping @Sendable (Record) -> Void = { _ in }
    ) {
        self.limit = limit
        self.whenChanged = whenChanged
        for record in records { self.records[record.id] = record }
    }

    /// Takes one use.
    /// - Parameter now: milliseconds since 1970.
    package func use(_ invitation: Invitation, now: Double) throws(AccessError) {
        lock.lock()
        defer { lock.unlock() }
        var record = record(of: invitation)
        guard !record.withdrawn else { throw .withdrawn }
        guard let uses = invitation.uses else { return }
        guard record.used < uses, hasRoom(for: record.id, now) else { throw .usedUp }
        record.used += 1
        keep(record)
    }

    /// Gives back a use whose holder did not come in after all.
    package func giveBack(_ invitation: Invitation) {
        lock.lock()
        defer { lock.unlock() }
        guard var record = records[invitation.id], record.used > 0 else { return }
        record.used -= 1
        keep(record)
    }

    /// Nobody comes in by it any more: its holder was sent away, or the link got into the wrong hands.
    package func withdraw(_ invitation: Invitation, now: Double) {
        lock.lock()
        defer { lock.unlock() }
        var record = record(of: invitation)
        guard !record.withdrawn, hasRoom(for: record.id, now) else { return }
        record.withdrawn = true
        keep(record)
    }

    private func record(of invitation: Invitation) -> Record {
        records[invitation.id]
            ?? Record(id: invitation.id, used: 0, withdrawn: false, expires: invitation.expires)
    }

    private func hasRoom(for id: String, _ now: Double) -> Bool {
        if records[id] != nil || records.count < limit { return true }
        records = records.filter { $0.value.expires > now }
        return records.count < limit
    }

    private func keep(_ record: Record) {
        records[record.id] = record
        whenChanged(record)
    }
}

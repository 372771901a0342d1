import Crypto
import Foundation
import GRDB

/// Appends rows within one transaction. The head is read anew each time: another process, such as `audit erase`, may have appended as well.
struct ChainWriter {
    private let db: Database
    private let key: AuditKey
    private let addresses: AddressPolicy
    private(set) var head: ChainHead

    init(_ db: Database, key: AuditKey, addresses: AddressPolicy) throws {
        self.db = db
        self.key = key
        self.addresses = addresses
        head = try ChainHead.read(db)
    }

    mutating func append(_ entry: StoreEntry) throws {
        switch entry {
        case .event(let event): try append(event)
        case .sample(let sample): try append(sample)
        }
    }

    @discardableResult
    mutating func append(_ event: AuditEvent) throws -> Int64 {
        if event.kind == .sessionEnd { try summarise(event) }
        guard let event = try filled(event) else { return head.seq }
        var row = EventRow(PersonalParts.reduced(event, addresses, key), seq: head.seq + 1)
        if row.personal != nil, let session = row.session, let member = row.member {
            row.seal(with: try salt(session, member))
        }
        let hash = row.hash(after: head.hash)
        try row.insert(db, hash: hash)
        head.seq = row.seq
        head.hash = hash
        try Projection(db: db).apply(row, kind: event.kind)
        return row.seq
    }

    mutating func append(_ sample: QualitySample) throws {
        let row = SampleRow(sample, seq: head.sample + 1)
        let hash = row.hash(after: head.sampleHash)
        try row.insert(db, hash: hash)
        head.sample = row.seq
        head.sampleHash = hash
    }

    /// Signs the new end. The last thing in a transaction.
    func finish() throws { try head.write(db, key: key) }

    private func salt(_ session: String, _ member: String) throws -> [UInt8] {
        let sql = "SELECT salt FROM member WHERE session = ? AND id = ?"
        let known = try Data.fetchOne(db.cachedStatement(sql: sql), arguments: [session, member])
        if let known { return Array(known) }
        let salt = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        let keep = """
            INSERT INTO member (session, id, salt) VALUES (?, ?, ?)
            ON CONFLICT (session, id) DO UPDATE SET salt = excluded.salt
            """
        try db.cachedStatement(sql: keep).execute(arguments: [session, member, Data(salt)])
        return salt
    }

    /// A summary that says nothing yet, with what the samples say; `nil` when there is none, or nothing new.
    private func filled(_ event: AuditEvent) throws -> AuditEvent? {
        guard event.kind == .summary, event.detail.isEmpty, let session = event.session.map(CanonicalText.column),
            let member = event.member.map(CanonicalText.column)
        else { return event }
        guard let summary = try SessionSummary.all(db, session: session, member: member).first?.summary,
            try !isTold(summary, of: member, in: session)
        else { return nil }
        var event = event
        event.detail = summary.detail
        return event
    }

    private func isTold(_ summary: SessionSummary, of member: String, in session: String) throws -> Bool {
        try AuditReader(db).lastSummary(session, member) == summary.detail
    }

    /// How good the party was, for each of its members of whom that is not told yet; the samples themselves may go before it does.
    private mutating func summarise(_ end: AuditEvent) throws {
        guard let session = end.session.map(CanonicalText.column) else { return }
        for (member, summary) in try SessionSummary.all(db, session: session)
        where try !isTold(summary, of: member, in: session) {
            try append(
                AuditEvent(
                    at: end.at, kind: .summary, room: end.room, session: session, member: member,
                    detail: summary.detail))
        }
    }
}

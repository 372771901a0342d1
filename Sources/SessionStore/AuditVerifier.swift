import Foundation
import GRDB

/// Walks both chains from their first row to the signed head.
struct AuditVerifier {
    private let db: Database
    private let key: AuditKey?
    private let noted: AuditVerdict.Mark?
    private let report: (AuditProgress) -> Void
    private var verdict = AuditVerdict()
    private var salts: [[String]: [UInt8]] = [:]
    /// Members with a row whose personal part is gone, and the first such row; an erasure has to follow.
    private var bare: [[String]: Int64] = [:]
    private var erased: Set<[String]> = []
    /// What the last retention says that it took.
    private var taken: [String: String] = [:]

    init(_ db: Database, key: AuditKey?, noted: AuditVerdict.Mark?, report: @escaping (AuditProgress) -> Void) {
        self.db = db
        self.key = key
        self.noted = noted
        self.report = report
    }

    mutating func run() throws -> AuditVerdict {
        do {
            try checkFile()
            if verdict.fault == nil { try checkEvents() }
            if verdict.fault == nil { try checkSamples() }
            if verdict.fault == nil { try checkAnchors() }
            if verdict.fault == nil { try checkParties() }
            try checkHead()
        } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
            fail("file", "after event \(verdict.head)", error.message ?? "the file is damaged")
        }
        return verdict
    }

    private mutating func fail(_ table: String, _ row: String, _ reason: String) {
        guard verdict.fault == nil else { return }
        verdict.fault = AuditVerdict.Fault(table: table, row: row, reason: reason)
    }

    // MARK: The file

    /// Indexes and pages: what no chain covers.
    private mutating func checkFile() throws {
        report(AuditProgress(stage: .file))
        let words = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? ""
        // A row that SQLite finds missing in an index is better named by the chain.
        guard words != "ok" else { return }
        try checkEvents()
        fail("file", "pages", words)
    }

    // MARK: Chains

    private func start(_ chain: String) throws -> (seq: Int64, hash: [UInt8]) {
        let row = try Row.fetchOne(db, sql: "SELECT seq, hash FROM anchor WHERE chain = ?", arguments: [chain])
        return (row?[0] ?? 0, row.map { Array($0[1] as Data) } ?? [UInt8](repeating: 0, count: 32))
    }

    /// Often enough for people, and seldom enough to cost nothing.
    private func report(_ stage: AuditProgress.Stage, at seq: Int64, from first: Int64, to last: Int64) {
        guard (seq - first) % 8192 == 0 else { return }
        report(AuditProgress(stage: stage, done: seq - first, total: last - first))
    }

    private mutating func checkEvents() throws {
        var (seq, hash) = try start("event")
        let (first, last) = (seq, try ChainHead.read(db).seq)
        verdict.firstEvent = seq + 1
        verdict.events = 0
        let sql = "SELECT \(EventRow.columns) FROM event ORDER BY seq"
        let rows = try Row.fetchCursor(db, sql: sql)
        while let fields = try rows.next() {
            let row = EventRow(row: fields)
            guard row.seq == seq + 1 else {
                return fail("event", "\(seq + 1)", "it is missing; the next one is \(row.seq)")
            }
            let expected = row.hash(after: hash)
            guard (fields["hash"] as Data).elementsEqual(expected) else {
                return fail("event", "\(row.seq)", "it is not what was written, or something before it was changed")
            }
            guard try checkPersonal(row) else {
                return fail("event", "\(row.seq)", "the name, browser or address is not what was written")
            }
            guard noted?.seq != row.seq || noted?.hash == expected.hexText else {
                return fail("event", "\(row.seq)", "its hash is not the one that was noted: the chain was written anew")
            }
            note(row)
            report(.events, at: seq, from: first, to: last)
            (seq, hash) = (row.seq, expected)
            (verdict.head, verdict.headHash) = (seq, hash.hexText)
            verdict.events += 1
        }
        if let (member, seq) = bare.min(by: { $0.value < $1.value }) {
            fail("event", "\(seq)", "the personal part of \(member[1]) is gone, and no erasure says so")
        }
        let head = try ChainHead.read(db)
        if head.seq != seq || (seq > 0 && head.hash != hash) {
            fail("event", "\(seq + 1)", "the head names \(head.seq) as the last one")
        }
        if let noted, noted.seq > verdict.head {
            fail("event", "\(verdict.head + 1)", "the chain ended later, at \(noted.seq), when its head was noted")
        }
        verdict.erased = erased.count
    }

    private mutating func checkPersonal(_ row: EventRow) throws -> Bool {
        guard let expected = row.personalHash, let session = row.session, let member = row.member else {
            return row.personal == nil
        }
        let owner = [session, member]
        guard let personal = row.personal else {
            if bare[owner] == nil { bare[owner] = row.seq }
            return true
        }
        guard let salt = try salt(of: owner) else { return false }
        return EventRow.hash(of: personal, salt) == expected
    }

    private mutating func salt(of owner: [String]) throws -> [UInt8]? {
        if let known = salts[owner] { return known }
        let sql = "SELECT salt FROM member WHERE session = ? AND id = ?"
        let data = try Data.fetchOne(db.cachedStatement(sql: sql), arguments: StatementArguments(owner))
        if salts.count > 10_000 { salts = [:] }
        salts[owner] = data.map(Array.init)
        return salts[owner]
    }

    /// What later rows say of earlier ones.
    private mutating func note(_ row: EventRow) {
        if row.kind == AuditKind.erasure.rawValue, let session = row.session, let member = row.member {
            bare[[session, member]] = nil
            erased.insert([session, member])
        }
        if row.kind == AuditKind.retention.rawValue { taken.merge(AuditReader.table(row.detail)) { $1 } }
    }

    private mutating func checkSamples() throws {
        var (seq, hash) = try start("sample")
        let (first, last) = (seq, try ChainHead.read(db).sample)
        let rows = try Row.fetchCursor(db, sql: "SELECT \(SampleRow.columns) FROM sample ORDER BY seq")
        while let fields = try rows.next() {
            let row = SampleRow(row: fields)
            guard row.seq == seq + 1 else {
                return fail("sample", "\(seq + 1)", "it is missing; the next one is \(row.seq)")
            }
            let expected = row.hash(after: hash)
            guard (fields["hash"] as Data).elementsEqual(expected) else {
                return fail("sample", "\(row.seq)", "it is not what was written, or something before it was changed")
            }
            report(.samples, at: seq, from: first, to: last)
            (seq, hash) = (row.seq, expected)
            verdict.samples += 1
        }
        let head = try ChainHead.read(db)
        guard head.sample == seq, head.sampleHash == hash else {
            return fail("sample", "\(seq + 1)", "the head names \(head.sample) as the last one")
        }
    }

    /// What is missing at the beginning was taken by retention, which says so in the chain.
    private mutating func checkAnchors() throws {
        for (chain, seqKey, hashKey) in [("event", "upTo", "hash"), ("sample", "samplesUpTo", "sampleHash")] {
            let (seq, hash) = try start(chain)
            guard seq > 0 else { continue }
            guard taken[seqKey] == String(seq), taken[hashKey] == hash.hexText else {
                return fail(chain, "1", "rows up to \(seq) are missing, and no retention says so")
            }
        }
    }

    // MARK: Tables that repeat what the events say

    private mutating func checkParties() throws {
        report(AuditProgress(stage: .parties))
        for check in PartyCheck.all {
            guard let id = try String.fetchOne(db, sql: check.sql, arguments: ["first": verdict.firstEvent]) else {
                continue
            }
            return fail(check.table, id, check.reason)
        }
    }

    // MARK: The head

    private mutating func checkHead() throws {
        let head = try ChainHead.read(db)
        guard let key else { return }
        guard let signature = try Data.fetchOne(db, sql: "SELECT signature FROM head") else {
            verdict.signature = head.seq == 0 ? .valid : .missing
            return
        }
        verdict.signature = key.isSignature(Array(signature), of: head.message) ? .valid : .wrong
    }
}

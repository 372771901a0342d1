import Crypto
import Foundation
import GRDB

/// An event as a row of the chain.
struct EventRow: FetchableRecord {
    var seq: Int64
    /// Milliseconds since 1970.
    var at: Int64
    var kind: String
    var room: String?
    var session: String?
    var member: String?
    /// Milliseconds.
    var film: Int64?
    var detail: String
    /// JSON; `nil` when there is none, or none any more.
    var personal: String?
    var personalHash: [UInt8]?

    static let columns = "seq, at, kind, room, session, member, film, detail, personal, personal_hash, hash"
    static let personalKeys: Set<String> = ["name", "agent", "address"]

    init(_ event: AuditEvent, seq: Int64) {
        self.seq = seq
        at = Self.integer(event.at)
        kind = event.kind.rawValue
        room = event.room.map(CanonicalText.column)
        session = event.session.map(CanonicalText.column)
        member = event.member.map(CanonicalText.column)
        film = event.filmSecond.map { Self.integer($0 * 1000) }
        guard member != nil, session != nil, event.detail.keys.contains(where: Self.personalKeys.contains) else {
            detail = CanonicalText.json(event.detail)
            return
        }
        detail = CanonicalText.json(event.detail.filter { !Self.personalKeys.contains($0.key) })
        personal = CanonicalText.json(event.detail.filter { Self.personalKeys.contains($0.key) })
    }

    init(row: Row) {
        seq = row[0]
        at = row[1]
        kind = row[2]
        room = row[3]
        session = row[4]
        member = row[5]
        film = row[6]
        detail = row[7]
        personal = row[8]
        personalHash = (row[9] as Data?).map(Array.init)
    }

    /// Hostile numbers become the nearest one that fits.
    static func integer(_ value: Double) -> Int64 {
        guard value.isFinite else { return 0 }
        return Int64(min(max(value.rounded(), -9e15), 9e15))
    }

    mutating func seal(with salt: [UInt8]) {
        personalHash = personal.map { Self.hash(of: $0, salt) }
    }

    /// Without the salt nobody can find the text by trying names.
    static func hash(of personal: String, _ salt: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(personal.utf8), using: SymmetricKey(data: salt)))
    }

    /// `personal` itself is not hashed, only its keyed hash: so it can go and the chain stays.
    func hash(after previous: [UInt8]) -> [UInt8] {
        var canonical = CanonicalBytes()
        canonical.add(seq)
        canonical.add(at)
        canonical.add(Optional(kind))
        canonical.add(room)
        canonical.add(session)
        canonical.add(member)
        canonical.add(film)
        canonical.add(Optional(detail))
        canonical.add(personalHash)
        return canonical.hash(after: previous)
    }

    func insert(_ db: Database, hash: [UInt8]) throws {
        let sql = "INSERT INTO event (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        try db.cachedStatement(sql: sql).execute(arguments: [
            seq, at, kind, room, session, member, film, detail, personal, personalHash.map { Data($0) }, Data(hash),
        ])
    }
}

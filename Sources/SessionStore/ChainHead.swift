import Foundation
import GRDB

/// The end of both chains.
struct ChainHead {
    /// Names the database, so that a head of another one does not fit here.
    var store: String
    var seq: Int64
    var hash: [UInt8]
    var sample: Int64
    var sampleHash: [UInt8]

    static func read(_ db: Database) throws -> ChainHead {
        let sql = "SELECT store, seq, hash, sample, sample_hash FROM head"
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql)) else {
            throw SessionStoreError.failed("the table head is empty")
        }
        return ChainHead(
            store: row[0], seq: row[1], hash: Array(row[2] as Data), sample: row[3], sampleHash: Array(row[4] as Data))
    }

    /// What the signature is made of.
    var message: [UInt8] {
        var canonical = CanonicalBytes()
        canonical.add(Optional("toperparty audit 1"))
        canonical.add(Optional(store))
        canonical.add(seq)
        canonical.add(Optional(hash))
        canonical.add(sample)
        canonical.add(Optional(sampleHash))
        return canonical.bytes
    }

    func write(_ db: Database, key: AuditKey) throws {
        let sql = "UPDATE head SET seq = ?, hash = ?, sample = ?, sample_hash = ?, public_key = ?, signature = ?"
        try db.cachedStatement(sql: sql).execute(arguments: [
            seq, Data(hash), sample, Data(sampleHash), Data(key.publicBytes), Data(try key.sign(message)),
        ])
    }
}

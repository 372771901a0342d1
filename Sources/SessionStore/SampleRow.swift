import Foundation
import GRDB

/// A quality sample as a row of its chain. Fractions are stored in millionths, times in microseconds: integers have one form only.
struct SampleRow: FetchableRecord {
    var seq: Int64
    var at: Int64
    var room: String
    var session: String
    var member: String
    var bytesIn: Int64
    var bytesOut: Int64
    var loss: Int64?
    var roundTrip: Int64?
    var freezes: Int64
    var syncError: Int64?
    var path: String?
    /// `nil` in rows of databases that did not know it, and when there were none.
    var relayBytes: Int64?
    var syncErrorP95: Int64?

    static let columns = """
        seq, at, room, session, member, bytes_in, bytes_out, loss, round_trip, freezes, sync_error, path, relay_bytes, \
        sync_error_p95, hash
        """

    init(_ sample: QualitySample, seq: Int64) {
        self.seq = seq
        at = EventRow.integer(sample.at)
        room = CanonicalText.column(sample.room)
        session = CanonicalText.column(sample.session)
        member = CanonicalText.column(sample.member)
        bytesIn = Int64(sample.bytesIn)
        bytesOut = Int64(sample.bytesOut)
        loss = sample.loss.map { EventRow.integer($0 * 1e6) }
        roundTrip = sample.roundTrip.map { EventRow.integer($0 * 1000) }
        freezes = Int64(sample.freezes)
        syncError = sample.syncError.map { EventRow.integer($0 * 1000) }
        path = sample.path.map(CanonicalText.column)
        relayBytes = sample.relayBytes == 0 ? nil : Int64(sample.relayBytes)
        syncErrorP95 = sample.syncErrorP95.map { EventRow.integer($0 * 1000) }
    }

    init(row: Row) {
        seq = row[0]
        at = row[1]
        room = row[2]
        session = row[3]
        member = row[4]
        bytesIn = row[5]
        bytesOut = row[6]
        loss = row[7]
        roundTrip = row[8]
        freezes = row[9]
        syncError = row[10]
        path = row[11]
        relayBytes = row[12]
        syncErrorP95 = row[13]
    }

    var sample: QualitySample {
        QualitySample(
            at: Double(at), room: room, session: session, member: member, bytesIn: Int(bytesIn),
            bytesOut: Int(bytesOut), relayBytes: Int(relayBytes ?? 0), loss: loss.map { Double($0) / 1e6 },
            roundTrip: roundTrip.map { Double($0) / 1000 },
            freezes: Int(freezes), syncError: syncError.map { Double($0) / 1000 },
            syncErrorP95: syncErrorP95.map { Double($0) / 1000 }, path: path)
    }

    func hash(after previous: [UInt8]) -> [UInt8] {
        var canonical = CanonicalBytes()
        for value in [seq, at] { canonical.add(value) }
        for text in [room, session, member] { canonical.add(Optional(text)) }
        for value in [bytesIn, bytesOut, loss, roundTrip, freezes, syncError] { canonical.add(value) }
        canonical.add(path)
        // Rows from before these columns keep the hash that they have.
        if relayBytes != nil || syncErrorP95 != nil {
            for value in [relayBytes, syncErrorP95] { canonical.add(value) }
        }
        return canonical.hash(after: previous)
    }

    func insert(_ db: Database, hash: [UInt8]) throws {
        let sql = "INSERT INTO sample (\(Self.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        try db.cachedStatement(sql: sql).execute(arguments: [
            seq, at, room, session, member, bytesIn, bytesOut, loss, roundTrip, freezes, syncError, path, relayBytes,
            syncErrorP95, Data(hash),
        ])
    }
}

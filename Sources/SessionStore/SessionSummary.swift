import GRDB

/// A member's samples of one session in a few numbers.
struct SessionSummary {
    private var samples = 0
    private var bytesIn: Int64 = 0
    private var bytesOut: Int64 = 0
    private var relayBytes: Int64 = 0
    private var freezes: Int64 = 0
    private var losses: [Int64] = []
    private var roundTrips: [Int64] = []
    private var syncErrors: [Int64] = []
    private var syncErrorP95s: [Int64] = []
    private var paths: [String] = []

    /// By member, in the order of their ids.
    /// - Parameter member: the only one who is asked for.
    static func all(
        _ db: Database, session: String, member: String? = nil
    ) throws -> [(member: String, summary: SessionSummary)] {
        let narrowed = member == nil ? "" : " AND member = ?"
        let sql = "SELECT \(SampleRow.columns) FROM sample WHERE session = ?\(narrowed) ORDER BY member, seq"
        var answer: [(member: String, summary: SessionSummary)] = []
        let rows = try SampleRow.fetchCursor(
            db.cachedStatement(sql: sql), arguments: StatementArguments([session, member].compactMap { $0 }))
        while let row = try rows.next() {
            if answer.last?.member != row.member { answer.append((row.member, SessionSummary())) }
            answer[answer.count - 1].summary.add(row)
        }
        return answer
    }

    private mutating func add(_ row: SampleRow) {
        samples += 1
        bytesIn &+= row.bytesIn
        bytesOut &+= row.bytesOut
        relayBytes &+= row.relayBytes ?? 0
        freezes &+= row.freezes
        if let loss = row.loss { losses.append(loss) }
        if let roundTrip = row.roundTrip { roundTrips.append(roundTrip) }
        if let error = row.syncError { syncErrors.append(abs(error)) }
        if let error = row.syncErrorP95 ?? row.syncError { syncErrorP95s.append(abs(error)) }
        if let path = row.path, !paths.contains(path), paths.count < 8 { paths.append(path) }
    }

    /// Loss in parts of a hundred, times in milliseconds; the sync error without its sign. The sync error's P95 is what 95 of 100 reports stayed below
    /// in all but a twentieth of the samples.
    var detail: [String: String] {
        var detail = [
            "samples": String(samples), "bytesIn": String(bytesIn), "bytesOut": String(bytesOut),
            "freezes": String(freezes),
        ]
        if relayBytes > 0 { detail["relayBytes"] = String(relayBytes) }
        for (name, middle, high, unit) in [
            ("loss", losses, losses, 1e4), ("roundTrip", roundTrips, roundTrips, 1e3),
            ("syncError", syncErrors, syncErrorP95s, 1e3),
        ] where !middle.isEmpty {
            detail[name + "P50"] = Self.text(Self.percentile(middle.sorted(), 50), unit)
            detail[name + "P95"] = Self.text(Self.percentile(high.sorted(), 95), unit)
        }
        if !paths.isEmpty { detail["paths"] = paths.joined(separator: " ") }
        return detail
    }

    private static func percentile(_ sorted: [Int64], _ percent: Int) -> Int64 {
        sorted[min(sorted.count - 1, sorted.count * percent / 100)]
    }

    private static func text(_ value: Int64, _ unit: Double) -> String {
        String((Double(value) / unit * 10).rounded() / 10)
    }
}

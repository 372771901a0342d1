/// The last minute of one member's reports: how far its film was from the party's.
package struct SyncErrors: Sendable, Equatable {
    private static let most = 60
    private var values: [Double] = []
    private var next = 0

    /// Milliseconds, signed.
    mutating func record(_ error: Double) {
        if values.count < Self.most {
            values.append(abs(error))
        } else {
            values[next] = abs(error)
        }
        next = (next + 1) % Self.most
    }

    /// The share of reports at or below the answer, in milliseconds; `nil` before the first.
    package func percentile(_ share: Double) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let rank = Int((share * Double(sorted.count)).rounded(.up)) - 1
        return sorted[min(max(0, rank), sorted.count - 1)]
    }
}

import Bytes

/// Decides which refusals go into the record and the log: enough to see who tries what, never so many that keeping them does harm (attacks W10, W11).
actor ComplaintDesk {
    private struct Place {
        var bucket: TokenBucket
        /// Since the last that was kept.
        var omitted = 0
    }

    /// Networks remembered at once; then all are forgotten, so that no attacker decides who is remembered.
    private static let most = 10_000

    private let perSecond: Int
    private let burst: Int
    private let start = ContinuousClock.now
    private var places: [String: Place] = [:]
    /// What everybody together may leave in the record.
    private var all: TokenBucket
    private(set) var statistics = ComplaintStatistics()

    /// - Parameters:
    ///   - perSecond: of one network, for long.
    ///   - burst: of one network, at once.
    ///   - everybody: as many of these as one network may.
    init(perSecond: Int = 1, burst: Int = 30, everybody: Int = 20) {
        self.perSecond = perSecond
        self.burst = burst
        all = TokenBucket(perSecond: perSecond * everybody, burst: burst * everybody)
    }

    /// - Returns: how many of the same network were left out before this one; `nil` when this one is too.
    func admit(_ network: String) -> Int? {
        if places.count >= Self.most, places[network] == nil { places = [:] }
        let passed = (ContinuousClock.now - start).components
        let now = UInt64(max(0, passed.seconds)) * 1_000_000_000 + UInt64(max(0, passed.attoseconds) / 1_000_000_000)
        var place = places[network] ?? Place(bucket: TokenBucket(perSecond: perSecond, burst: burst))
        let isKept = place.bucket.take(at: now) && all.take(at: now)
        let omitted = place.omitted
        place.omitted = isKept ? 0 : omitted + 1
        places[network] = place
        if isKept { statistics.kept += 1 } else { statistics.omitted += 1 }
        return isKept ? omitted : nil
    }
}

/// One-way delays in buckets of a microsecond up to 200 ms; what is later falls into the last bucket.
package struct LatencyHistogram {
    private var buckets = [UInt32](repeating: 0, count: 200_001)
    private var count = 0

    package init() {}

    package mutating func record(nanoseconds: Int64) {
        buckets[max(0, min(200_000, Int(nanoseconds / 1000)))] += 1
        count += 1
    }

    /// Microseconds below which the given part of all values lies.
    package func quantile(_ part: Double) -> Int {
        let wanted = Int((Double(count) * part).rounded(.up))
        var seen = 0
        for (microseconds, bucket) in buckets.enumerated() {
            seen += Int(bucket)
            if seen >= wanted, seen > 0 { return microseconds }
        }
        return 0
    }
}

import SessionStore

/// Samples gathered into so few points that they can be drawn. Rates are averages, everything else keeps its worst.
struct QualityCurves {
    /// Nobody was measured for longer than this between two samples, in milliseconds; what the first sample of a member covers is not known either.
    private static let longestGap: Double = 30_000
    private static let usualGap: Double = 10_000

    private struct Bucket {
        var point: QualityPoint
        var bytesIn = 0.0
        var bytesOut = 0.0
        var covered = 0.0
        let number: Int
    }

    private struct Curve {
        var done: [QualityPoint] = []
        var bucket: Bucket?
        var last: Double?
    }

    private(set) var members: [String: [QualityPoint]] = [:]

    /// - Parameter samples: in the order of their time.
    init(_ samples: [QualitySample], points: Int) {
        guard let first = samples.first, let last = samples.last else { return }
        let width = max(1, (last.at - first.at) / Double(max(1, points - 1)))
        var curves: [String: Curve] = [:]
        for sample in samples {
            Self.add(sample, number: Int((sample.at - first.at) / width), to: &curves[sample.member, default: Curve()])
        }
        members = curves.mapValues { curve in curve.done + [curve.bucket.map(Self.point)].compactMap(\.self) }
    }

    private static func add(_ sample: QualitySample, number: Int, to curve: inout Curve) {
        if let bucket = curve.bucket, bucket.number != number {
            curve.done.append(point(bucket))
            curve.bucket = nil
        }
        var bucket =
            curve.bucket
            ?? Bucket(point: QualityPoint(at: sample.at, bitsIn: 0, bitsOut: 0, freezes: 0), number: number)
        let gap = curve.last.map { sample.at - $0 } ?? usualGap
        bucket.covered += gap > 0 && gap <= longestGap ? gap : usualGap
        bucket.bytesIn += Double(sample.bytesIn)
        bucket.bytesOut += Double(sample.bytesOut)
        merge(sample, into: &bucket.point)
        curve.bucket = bucket
        curve.last = sample.at
    }

    private static func merge(_ sample: QualitySample, into point: inout QualityPoint) {
        point.at = sample.at
        point.loss = worse(point.loss, sample.loss)
        point.roundTrip = worse(point.roundTrip, sample.roundTrip)
        point.syncError = worse(point.syncError, sample.syncError)
        point.syncErrorP95 = worse(point.syncErrorP95, sample.syncErrorP95)
        point.freezes += sample.freezes
        point.path = sample.path ?? point.path
    }

    private static func worse(_ one: Double?, _ other: Double?) -> Double? {
        guard let one, let other else { return one ?? other }
        return abs(other) > abs(one) ? other : one
    }

    private static func point(_ bucket: Bucket) -> QualityPoint {
        var point = bucket.point
        point.bitsIn = bucket.bytesIn * 8000 / bucket.covered
        point.bitsOut = bucket.bytesOut * 8000 / bucket.covered
        return point
    }
}

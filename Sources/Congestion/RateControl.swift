import Bytes

/// Additive increase, multiplicative decrease on the word of `DelayTrend` (draft-ietf-rmcat-gcc-02 §5.5).
struct RateControl: Sendable {
    private(set) var rate: Double
    private let minimum: Double
    private let maximum: Double
    private var isStarting = true
    /// Throughput at the last decreases: near it the rate goes up slowly. 0 when unknown.
    private var capacity = 0.0
    private var lastUpdate: MonotonicTime?
    private var lastDecrease: MonotonicTime?

    init(start: Double, minimum: Double, maximum: Double) {
        rate = start
        self.minimum = minimum
        self.maximum = maximum
    }

    /// - Parameters:
    ///   - throughput: bits a second that arrived of late, 0 when unknown.
    ///   - roundTrip: spaces decreases, for a decrease shows only after one.
    mutating func update(_ usage: BandwidthUsage, throughput: Double, roundTrip: TimeSpan, now: MonotonicTime) {
        let elapsed = min(max(lastUpdate.map { (now - $0).seconds } ?? 0, 0), 1)
        lastUpdate = now
        switch usage {
        case .normal: increase(throughput: throughput, elapsed: elapsed)
        case .over: decrease(throughput: throughput, roundTrip: roundTrip, now: now)
        case .under: break
        }
    }

    private mutating func increase(throughput: Double, elapsed: Double) {
        if throughput > capacity * 1.5 { capacity = 0 }
        var next = rate
        if isStarting {
            next *= 1 + 0.5 * elapsed
        } else if capacity > 0, throughput > capacity * 0.7 {
            next += 50_000 * elapsed
        } else {
            // Back to what the path is known to carry faster than beyond it.
            next *= 1 + (rate < capacity * 0.8 ? 0.25 : 0.08) * elapsed
        }
        // Nothing proves a path that is not used: stay within reach of what flows, yet leave room for the next simulcast layer.
        rate = max(rate, min(next, throughput * 2 + 1_000_000, maximum))
    }

    private mutating func decrease(throughput: Double, roundTrip: TimeSpan, now: MonotonicTime) {
        if let lastDecrease, now - lastDecrease < roundTrip + .milliseconds(100) { return }
        lastDecrease = now
        isStarting = false
        guard throughput > 0 else {
            rate = max(rate * 0.85, minimum)
            return
        }
        capacity = capacity == 0 ? throughput : capacity * 0.8 + throughput * 0.2
        // One decision takes half at most: a source that pauses makes the throughput small without any fault of the path.
        rate = max(min(throughput * 0.85, rate), rate * 0.5, minimum)
    }
}

extension TimeSpan {
    static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        TimeSpan(nanoseconds: left.nanoseconds &+ right.nanoseconds)
    }
}

import Bytes

/// Whether the delay of the last twenty groups goes up, by linear regression, against a threshold that adapts to the path
/// (draft-ietf-rmcat-gcc-02 §5.3 and §5.4, with the regression that browsers use in place of the Kalman filter).
struct DelayTrend: Sendable {
    private static let window = 20
    private static let smoothing = 0.9
    private static let gain = 4.0
    /// ms of trend held for this long count as overuse.
    private static let overuseTime = 10.0

    private var times: [20 of Double] = .init(repeating: 0)
    private var delays: [20 of Double] = .init(repeating: 0)
    private var count = 0
    private var accumulated = 0.0
    private var smoothed = 0.0
    private var origin: MonotonicTime?
    private var lastArrival = MonotonicTime.zero

    private var threshold = 12.5
    private var previousTrend = 0.0
    private var timeOver = 0.0
    private(set) var usage = BandwidthUsage.normal

    /// `delta` is what `PacketGroups` gave, in ms, for a group that arrived at `arrival`.
    mutating func add(_ delta: Double, at arrival: MonotonicTime) {
        let start = origin ?? arrival
        let elapsed = origin == nil ? 0 : min(max((arrival - lastArrival).seconds * 1e3, 0), 100)
        origin = start
        lastArrival = arrival
        // One wild number must not spoil the sum for ever.
        accumulated += min(max(delta, -1_000), 1_000)
        smoothed = Self.smoothing * smoothed + (1 - Self.smoothing) * accumulated
        append(time: (arrival - start).seconds * 1e3, delay: smoothed)
        guard count >= 2 else { return }
        detect(slope * Double(min(count, 60)) * Self.gain, elapsed: elapsed)
    }

    private mutating func append(time: Double, delay: Double) {
        times[count % Self.window] = time
        delays[count % Self.window] = delay
        count += 1
        // Keeps the remainder and "full" right without ever overflowing.
        if count == 60 * Self.window { count = 59 * Self.window }
    }

    private var slope: Double {
        let number = min(count, Self.window)
        var (meanTime, meanDelay) = (0.0, 0.0)
        for index in 0..<number {
            meanTime += times[index] / Double(number)
            meanDelay += delays[index] / Double(number)
        }
        var (numerator, denominator) = (0.0, 0.0)
        for index in 0..<number {
            numerator += (times[index] - meanTime) * (delays[index] - meanDelay)
            denominator += (times[index] - meanTime) * (times[index] - meanTime)
        }
        return denominator > 0 ? numerator / denominator : 0
    }

    private mutating func detect(_ trend: Double, elapsed: Double) {
        if trend > threshold {
            timeOver += elapsed
            if timeOver > Self.overuseTime, trend >= previousTrend { usage = .over }
        } else {
            timeOver = 0
            usage = trend < -threshold ? .under : .normal
        }
        previousTrend = trend
        adapt(to: trend, elapsed: elapsed)
    }

    /// The threshold follows the trend slowly up and faster down, so that loss-based flows beside us do not starve us (§5.4).
    private mutating func adapt(to trend: Double, elapsed: Double) {
        let magnitude = trend < 0 ? -trend : trend
        guard magnitude < threshold + 15 else { return }
        let rate = magnitude < threshold ? 0.039 : 0.0087
        threshold = min(max(threshold + rate * (magnitude - threshold) * elapsed, 6), 600)
    }
}

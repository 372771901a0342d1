import Bytes
import Congestion

/// A sender that fills its estimate, a link with a queue, and a receiver that feeds back: one path in virtual time.
struct BottleneckLink {
    /// bit/s.
    var capacity: Double
    /// What the sender has to send at most.
    var offered = 100_000_000.0
    /// Share of packets lost at random, 0…1.
    var loss = 0.0
    let delay: Int64 = 30_000
    /// Each packet takes up to this much longer, in order.
    let jitter: Int64 = 4_000
    /// A packet that would wait longer is dropped.
    let maximumQueue: Int64 = 300_000

    var estimator = BandwidthEstimator(start: 1_000_000, minimum: 100_000, maximum: 30_000_000)
    var now: Int64 = 1_000_000
    private var chance: SeededGenerator
    private var recorder = TWCCRecorder()
    private var sequence: UInt16 = 65_000
    private var free: Int64 = 0
    private var credit = 0.0
    private var arrivals: [(time: Int64, sequence: UInt16)] = []
    private var feedbacks: [(time: Int64, bytes: [UInt8])] = []
    private(set) var worstQueue: Int64 = 0

    init(capacity: Double, seed: UInt64) {
        self.capacity = capacity
        chance = SeededGenerator(seed: seed)
    }

    /// Answers the mean estimate over the time.
    mutating func run(seconds: Int64) -> Double {
        let end = now + seconds * 1_000_000
        var (sum, count) = (0.0, 0.0)
        worstQueue = 0
        while now < end {
            step()
            sum += Double(estimator.bitrate)
            count += 1
            now += 1_000
        }
        return sum / count
    }

    private mutating func step() {
        credit += min(Double(estimator.bitrate), offered) / 1_000
        while credit >= 9_600 {
            credit -= 9_600
            send()
        }
        while let first = arrivals.first, first.time <= now {
            recorder.record(first.sequence, at: TWCCTests.arrival(first.time))
            arrivals.removeFirst()
        }
        if now % 50_000 == 0, recorder.hasPending {
            feedbacks.append((now + delay, TWCCTests.feedback(&recorder)))
        }
        while let first = feedbacks.first, first.time <= now {
            TWCCTests.feed(first.bytes, to: &estimator, now: TWCCTests.arrival(now))
            feedbacks.removeFirst()
        }
    }

    private mutating func send() {
        estimator.sent(sequence: sequence, bytes: 1_200, at: TWCCTests.arrival(now))
        defer { sequence &+= 1 }
        let queue = max(free - now, 0)
        worstQueue = max(worstQueue, queue)
        guard queue < maximumQueue, Double.random(in: 0..<1, using: &chance) >= loss else { return }
        free = max(free, now) + Int64(9_600 / capacity * 1e6)
        let arrival = free + delay + .random(in: 0...jitter, using: &chance)
        arrivals.append((max(arrival, arrivals.last?.time ?? 0), sequence))
    }
}

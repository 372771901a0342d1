import Bytes

/// How much one receiver can take, in bit/s, from its transport-wide feedback, or from REMB and receiver reports when it sends none.
/// Whatever it claims, the answer stays between the bounds. 17 KB of fixed memory: change it in place.
package struct BandwidthEstimator: Sendable {
    /// REMB is repeated every second or so; without repeats the limit ends.
    private static let remoteLimitLifetime = TimeSpan.seconds(10)

    private let minimum: Double
    private let maximum: Double
    private let start: Double
    private var history = SentHistory()
    private var groups = PacketGroups()
    private var trend = DelayTrend()
    private var throughput = ThroughputMeter()
    private var rateControl: RateControl
    private var lossControl = LossControl()
    private var hasFeedback = false
    private var remoteLimit: (bitrate: Double, at: MonotonicTime)?
    /// Continues the receiver's 24-bit reference time over its wrap.
    private var lastReference: UInt32 = 0
    private var referenceShift: Int64 = 0

    /// Set it from sender and receiver reports where they give one.
    package var roundTrip = TimeSpan.milliseconds(100)

    /// All in bit/s.
    package init(start: UInt64 = 1_000_000, minimum: UInt64 = 100_000, maximum: UInt64 = 30_000_000) {
        self.minimum = Double(minimum)
        self.maximum = Double(max(minimum, maximum))
        self.start = min(max(Double(start), self.minimum), self.maximum)
        rateControl = RateControl(start: self.start, minimum: self.minimum, maximum: self.maximum)
    }

    /// Bits a second.
    package var bitrate: UInt64 { UInt64(min(max(target, minimum), maximum)) }

    private var target: Double {
        var rate = hasFeedback ? rateControl.rate : remoteLimit?.bitrate ?? start
        if let limit = remoteLimit?.bitrate { rate = min(rate, limit) }
        if let limit = lossControl.rate { rate = min(rate, limit) }
        return rate
    }

    /// A packet left with this transport sequence number. `bytes` includes headers.
    package mutating func sent(sequence: UInt16, bytes: Int, at now: MonotonicTime) {
        history.sent(sequence, bytes: bytes, at: now)
    }

    package mutating func feedback(_ feedback: TWCCFeedback, now: MonotonicTime) {
        var feedback = feedback
        let shift = shift(of: feedback.reference)
        var (expected, lost) = (0, 0)
        var last: MonotonicTime?
        while let status = feedback.next() {
            guard let arrival = status.arrival else {
                if history.countLost(status.sequence) { (expected, lost) = (expected + 1, lost + 1) }
                continue
            }
            guard let packet = history.takeArrived(status.sequence, now: now) else { continue }
            expected += 1
            let time = MonotonicTime(nanoseconds: arrival.nanoseconds &+ shift)
            throughput.add(bytes: packet.bytes, at: time)
            if let delta = groups.add(sent: packet.sent, arrival: time) { trend.add(delta, at: time) }
            last = time
        }
        decide(expected: expected, lost: lost, lastArrival: last, now: now)
    }

    /// REMB.
    package mutating func remb(_ bitrate: UInt64, now: MonotonicTime) { remoteLimit = (Double(bitrate), now) }

    /// A receiver report about one of our streams, its loss in 1/256. Ignored when there is transport-wide feedback, which knows better.
    package mutating func report(fractionLost: UInt8, now: MonotonicTime) {
        guard !hasFeedback else { return }
        lossControl.decide(Double(fractionLost) / 256, current: Double(bitrate), maximum: maximum)
    }

    /// Forgets a remote limit that is no longer repeated. Call it now and then.
    package mutating func advance(to now: MonotonicTime) {
        if let limit = remoteLimit, now - limit.at > Self.remoteLimitLifetime { remoteLimit = nil }
    }

    private mutating func decide(expected: Int, lost: Int, lastArrival: MonotonicTime?, now: MonotonicTime) {
        guard expected > 0 else { return }
        hasFeedback = true
        let current = Double(bitrate)
        lossControl.add(expected: expected, lost: lost, current: current, maximum: maximum, now: now)
        guard let lastArrival else { return }
        let arriving = Double(throughput.bitrate(at: lastArrival))
        rateControl.update(trend.usage, throughput: arriving, roundTrip: roundTrip, now: now)
    }

    /// Nanoseconds to add to this feedback's arrival times.
    private mutating func shift(of reference: UInt32) -> Int64 {
        if hasFeedback {
            let step = Int32(bitPattern: (reference &- lastReference) << 8) >> 8
            let wrapped = Int64(reference) &- Int64(lastReference)
            referenceShift &+= Int64(step) &- wrapped
        }
        lastReference = reference
        return referenceShift &* 64_000_000
    }
}

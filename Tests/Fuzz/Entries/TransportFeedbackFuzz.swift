import Bytes
import Congestion

/// Transport-wide feedback read, and believed by an estimator that has sent 600 packets. Input: bodies with their lengths.
package enum TransportFeedbackFuzz: FuzzEntry {
    package static let name = "transport-feedback"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        var script = FuzzScript(bytes)
        var estimator = BandwidthEstimator(start: 1_000_000, minimum: 50_000, maximum: 5_000_000)
        for number in 0..<600 {
            estimator.sent(
                sequence: UInt16(number), bytes: 1100, at: MonotonicTime(milliseconds: Int64(number) * 5))
        }
        var now = MonotonicTime(milliseconds: 3_000)
        for _ in 0..<64 {
            let body = script.block()
            guard !body.isEmpty else { break }
            try read(body.span.bytes)
            now = now + .milliseconds(Int64(script.number()))
            feed(body.span.bytes, to: &estimator, now: now)
            estimator.advance(to: now)
            try promise((50_000...5_000_000).contains(estimator.bitrate), "an estimate of \(estimator.bitrate)")
        }
    }

    private static func feed(_ body: RawSpan, to estimator: inout BandwidthEstimator, now: MonotonicTime) {
        if let feedback = TWCCFeedback(body) {
            estimator.feedback(feedback, now: now)
        } else {
            estimator.remb(body.uint64(at: 0) ?? 0, now: now)
            estimator.report(fractionLost: body.uint8(at: 0) ?? 0, now: now)
        }
    }

    private static func read(_ body: RawSpan) throws(FuzzFailure) {
        guard var feedback = TWCCFeedback(body) else { return }
        var count = 0
        while let status = feedback.next() {
            try promise(
                status.sequence == feedback.baseSequence &+ UInt16(truncatingIfNeeded: count),
                "a sequence number is skipped")
            count += 1
        }
        try promise(count <= TWCCFeedback.maximumStatuses && count <= feedback.statusCount, "\(count) statuses")
        try promise(
            feedback.isMalformed || count == min(feedback.statusCount, TWCCFeedback.maximumStatuses),
            "statuses are missing")
        try promise(feedback.next() == nil, "the walk goes on after its end")
    }
}

import Bytes
import Congestion
import RTP
import Testing

@Suite struct BandwidthEstimatorTests {
    @Test(arguments: [600_000.0, 2_500_000, 8_000_000])
    func estimateSettlesNearTheCapacity(capacity: Double) {
        for seed in UInt64(0)..<3 {
            var link = BottleneckLink(capacity: capacity, seed: seed)
            _ = link.run(seconds: 25)
            let mean = link.run(seconds: 20)
            #expect(mean > capacity * 0.6 && mean < capacity * 1.1, "seed \(seed): \(mean)")
            #expect(link.worstQueue < 290_000, "seed \(seed): queue \(link.worstQueue)")
        }
    }

    @Test func estimateFollowsACapacityThatFallsAndRises() {
        var link = BottleneckLink(capacity: 4_000_000, seed: 4)
        _ = link.run(seconds: 30)
        link.capacity = 800_000
        _ = link.run(seconds: 5)
        let low = link.run(seconds: 10)
        #expect(low < 800_000 * 1.15 && low > 300_000, "\(low)")
        link.capacity = 4_000_000
        _ = link.run(seconds: 60)
        let high = link.run(seconds: 10)
        #expect(high > 1_800_000, "\(high)")
    }

    @Test func pathThatIsLittleUsedKeepsRoomForTheNextLayer() {
        var link = BottleneckLink(capacity: 20_000_000, seed: 5)
        link.offered = 200_000
        _ = link.run(seconds: 10)
        #expect((1_000_000...1_500_000).contains(link.estimator.bitrate), "\(link.estimator.bitrate)")
        link.offered = 1_500_000
        _ = link.run(seconds: 15)
        #expect(link.estimator.bitrate > 1_500_000, "\(link.estimator.bitrate)")
    }

    @Test func littleRandomLossDoesNotStarve() {
        var link = BottleneckLink(capacity: 5_000_000, seed: 6)
        link.loss = 0.05
        _ = link.run(seconds: 30)
        #expect(link.estimator.bitrate > 1_000_000, "\(link.estimator.bitrate)")
    }

    @Test func heavyLossLowersTheRate() {
        var link = BottleneckLink(capacity: 5_000_000, seed: 7)
        link.loss = 0.3
        _ = link.run(seconds: 20)
        #expect(link.estimator.bitrate < 500_000, "\(link.estimator.bitrate)")
    }

    @Test func withoutFeedbackTheRemoteLimitRulesUntilItIsNotRepeated() {
        var estimator = BandwidthEstimator(start: 1_000_000, minimum: 100_000, maximum: 3_000_000)
        #expect(estimator.bitrate == 1_000_000)
        estimator.remb(2_000_000, now: .zero)
        #expect(estimator.bitrate == 2_000_000)
        estimator.advance(to: MonotonicTime(milliseconds: 9_000))
        #expect(estimator.bitrate == 2_000_000)
        estimator.advance(to: MonotonicTime(milliseconds: 11_000))
        #expect(estimator.bitrate == 1_000_000)
    }

    /// Attack R7: what a viewer claims stays between the bounds.
    @Test func liesStayBetweenTheBounds() {
        var estimator = BandwidthEstimator(start: 1_000_000, minimum: 100_000, maximum: 3_000_000)
        estimator.remb(.max, now: .zero)
        #expect(estimator.bitrate == 3_000_000)
        estimator.remb(0, now: .zero)
        #expect(estimator.bitrate == 100_000)
        estimator.remb(.max, now: .zero)
        for _ in 0..<100 { estimator.report(fractionLost: 255, now: .zero) }
        #expect(estimator.bitrate == 100_000)
        for _ in 0..<1_000 { estimator.report(fractionLost: 0, now: .zero) }
        #expect(estimator.bitrate == 3_000_000)
    }

    @Test func boundsInTheWrongOrderAreTheLowerOne() {
        #expect(BandwidthEstimator(start: 9, minimum: 500, maximum: 100).bitrate == 500)
    }

    /// Feedback about packets that were never sent, or long ago, changes nothing.
    @Test func inventedFeedbackIsIgnored() {
        var recorder = TWCCRecorder()
        for sequence in UInt16(0)..<100 { recorder.record(sequence, at: TWCCTests.arrival(Int64(sequence) * 100)) }
        let bytes = TWCCTests.feedback(&recorder)
        var estimator = BandwidthEstimator(start: 700_000, minimum: 100_000, maximum: 3_000_000)
        for round in 0..<50 { TWCCTests.feed(bytes, to: &estimator, now: TWCCTests.arrival(Int64(round) * 100_000)) }
        #expect(estimator.bitrate == 700_000)
    }
}

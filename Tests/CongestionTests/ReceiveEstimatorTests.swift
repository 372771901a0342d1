import Bytes
import Congestion
import RTP
import Testing

@Suite struct ReceiveEstimatorTests {
    /// `rate` bit/s in packets of 1 200 bytes for `seconds`, arriving `late(ms)` after they were sent.
    static func receive(
        _ rate: Int64, seconds: Int64, from start: Int64, into estimator: inout ReceiveEstimator,
        late: (Int64) -> Int64 = { _ in 0 }
    ) {
        let gap = 9_600_000_000_000 / rate
        for packet in 0..<(seconds * 1_000_000_000 / gap) {
            let sent = MonotonicTime(nanoseconds: start * 1_000_000_000 + packet * gap)
            let arrival = sent + .milliseconds(late(packet * gap / 1_000_000))
            estimator.received(bytes: 1_200, absSendTime: AbsoluteSendTime.value(at: sent), at: arrival)
        }
    }

    @Test func encoderMayGrowFromAMegabitByHalf() {
        var estimator = ReceiveEstimator()
        #expect(estimator.bitrate(now: .zero) == 1_000_000)
        Self.receive(2_000_000, seconds: 5, from: 1, into: &estimator)
        let bitrate = estimator.bitrate(now: MonotonicTime(milliseconds: 6_000))
        #expect((2_700_000...3_300_000).contains(bitrate), "\(bitrate)")
        Self.receive(20_000_000, seconds: 2, from: 6, into: &estimator)
        #expect(estimator.bitrate(now: MonotonicTime(milliseconds: 8_000)) == ReceiveEstimator.maximum)
    }

    @Test func growingDelayLowersTheRate() {
        var estimator = ReceiveEstimator()
        Self.receive(2_000_000, seconds: 5, from: 60, into: &estimator)
        Self.receive(2_000_000, seconds: 2, from: 65, into: &estimator) { $0 / 5 }
        let bitrate = estimator.bitrate(now: MonotonicTime(milliseconds: 67_400))
        #expect(bitrate < 1_800_000, "\(bitrate)")
    }

    @Test func lossLowersTheRateAndItComesBack() {
        var estimator = ReceiveEstimator()
        Self.receive(2_000_000, seconds: 3, from: 1, into: &estimator)
        estimator.lost(fraction: 128, now: MonotonicTime(milliseconds: 4_000))
        let limited = estimator.bitrate(now: MonotonicTime(milliseconds: 4_000))
        #expect((1_300_000...1_700_000).contains(limited), "\(limited)")
        Self.receive(2_000_000, seconds: 11, from: 4, into: &estimator)
        #expect(estimator.bitrate(now: MonotonicTime(milliseconds: 15_000)) > 2_500_000)
    }

    @Test func nonsenseStaysBetweenTheBounds() {
        var chance = SeededGenerator(seed: 1)
        var estimator = ReceiveEstimator()
        for _ in 0..<20_000 {
            let now = MonotonicTime(nanoseconds: .random(in: 0...(.max), using: &chance))
            estimator.received(
                bytes: .random(in: 0...65_535, using: &chance), absSendTime: .random(in: 0...(.max), using: &chance),
                at: now)
            estimator.lost(fraction: .random(in: 0...255, using: &chance), now: now)
            let later = MonotonicTime(nanoseconds: .random(in: 0...(.max), using: &chance))
            #expect((ReceiveEstimator.minimum...ReceiveEstimator.maximum).contains(estimator.bitrate(now: later)))
        }
    }
}

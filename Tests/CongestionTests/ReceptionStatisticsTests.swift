import Bytes
import Congestion
import RTP
import Testing

@Suite struct ReceptionStatisticsTests {
    /// 50 packets a second of a 48 kHz clock, arriving `late(index)` ms after their time.
    static func receive(
        _ indices: some Sequence<UInt64>, into statistics: inout ReceptionStatistics,
        late: (UInt64) -> Int64 = { _ in 0 }
    ) {
        for index in indices {
            let time = MonotonicTime(milliseconds: Int64(index % 1_000_000) * 20 + late(index))
            statistics.received(index: index, timestamp: UInt32(truncatingIfNeeded: index &* 960), at: time)
        }
    }

    @Test func lossIsReportedSinceTheLastBlockAndInAll() {
        var statistics = ReceptionStatistics(clockRate: 48_000)
        Self.receive((100..<200).filter { $0 % 4 != 1 }, into: &statistics)
        let first = statistics.reportBlock(ssrc: 7, now: .zero)
        #expect(
            first.ssrc == 7 && first.highestSequence == 199 && first.cumulativeLost == 25 && first.fractionLost == 64)
        Self.receive(200..<300, into: &statistics)
        let second = statistics.reportBlock(ssrc: 7, now: .zero)
        #expect(second.fractionLost == 0 && second.cumulativeLost == 25)
        #expect(statistics.reportBlock(ssrc: 7, now: .zero).fractionLost == 0)
    }

    @Test func cyclesStandAboveTheSequenceNumber() {
        var statistics = ReceptionStatistics(clockRate: 48_000)
        Self.receive(65_530..<65_550, into: &statistics)
        let block = statistics.reportBlock(ssrc: 1, now: .zero)
        #expect(block.highestSequence == 0x1_000d && block.cumulativeLost == 0)
    }

    @Test func duplicatesMakeTheLossNegative() {
        var statistics = ReceptionStatistics(clockRate: 48_000)
        Self.receive([1, 2, 2, 2, 3], into: &statistics)
        let block = statistics.reportBlock(ssrc: 1, now: .zero)
        #expect(block.cumulativeLost == -2 && block.fractionLost == 0)
    }

    @Test func allLostIsNotMoreThan255() {
        var statistics = ReceptionStatistics(clockRate: 48_000)
        Self.receive([1], into: &statistics)
        _ = statistics.reportBlock(ssrc: 1, now: .zero)
        Self.receive([2_900], into: &statistics)
        #expect(statistics.reportBlock(ssrc: 1, now: .zero).fractionLost == 255)
    }

    @Test func steadyArrivalHasNoJitterAndUnsteadyArrivalHas() {
        var steady = ReceptionStatistics(clockRate: 48_000)
        Self.receive(0..<200, into: &steady)
        #expect(steady.jitter < .microseconds(50))
        var unsteady = ReceptionStatistics(clockRate: 48_000)
        Self.receive(0..<200, into: &unsteady) { $0.isMultiple(of: 2) ? 10 : 0 }
        #expect((unsteady.jitter.nanoseconds - 10_000_000).magnitude < 1_000_000)
        let block = unsteady.reportBlock(ssrc: 1, now: .zero)
        #expect((430...480).contains(block.jitter))
    }

    @Test func timestampWrapIsNoJitter() {
        var statistics = ReceptionStatistics(clockRate: 48_000)
        let start = UInt64(UInt32.max) / 960 - 50
        Self.receive(start..<(start + 100), into: &statistics)
        #expect(statistics.jitter < .microseconds(50))
    }

    @Test func senderReportIsNamedWithItsAge() {
        var statistics = ReceptionStatistics(clockRate: 90_000)
        #expect(statistics.reportBlock(ssrc: 1, now: .zero).lastSenderReport == 0)
        statistics.senderReport(ntp: 0x0102_0304_0506_0708, at: MonotonicTime(milliseconds: 1_000))
        let block = statistics.reportBlock(ssrc: 1, now: MonotonicTime(milliseconds: 2_500))
        #expect(block.lastSenderReport == 0x0304_0506 && block.delaySinceLastSenderReport == 98_304)
        let late = statistics.reportBlock(ssrc: 1, now: MonotonicTime(milliseconds: 1_000_000_000))
        #expect(late.delaySinceLastSenderReport == .max)
    }

    @Test func leapIsANewBeginningAndNoLoss() {
        var statistics = ReceptionStatistics(clockRate: 48_000)
        Self.receive(0..<100, into: &statistics)
        Self.receive(20_000..<20_100, into: &statistics)
        let block = statistics.reportBlock(ssrc: 1, now: .zero)
        #expect(block.cumulativeLost == 0 && block.fractionLost == 0 && block.highestSequence == 20_099)
    }

    /// Attack R5: a day of wraps, a clock that jumps and numbers without sense end in numbers, never in a trap.
    @Test func nonsenseNeverTraps() {
        var generator = SeededGenerator(seed: 3550)
        var statistics = ReceptionStatistics(clockRate: .max)
        for _ in 0..<20_000 {
            statistics.received(
                index: .random(in: 0...(1 << 48), using: &generator),
                timestamp: .random(in: 0...(.max), using: &generator),
                at: MonotonicTime(nanoseconds: .random(in: 0...(.max), using: &generator)))
            _ = statistics.reportBlock(
                ssrc: 1, now: MonotonicTime(nanoseconds: .random(in: 0...(.max), using: &generator)))
        }
    }
}

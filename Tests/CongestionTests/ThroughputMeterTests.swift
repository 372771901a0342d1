import Bytes
import Congestion
import Testing

@Suite struct ThroughputMeterTests {
    /// A megabit a second in packets of 1 250 bytes.
    private func send(into meter: inout ThroughputMeter, milliseconds: Range<Int64>) {
        for time in milliseconds where time % 10 == 0 { meter.add(bytes: 1_250, at: MonotonicTime(milliseconds: time)) }
    }

    @Test(arguments: [500, 1_500] as [Int64])
    func tellsTheRateOverItsWindow(_ window: Int64) {
        var meter = ThroughputMeter(window: .milliseconds(window))
        send(into: &meter, milliseconds: 0..<window * 2)
        let rate = meter.bitrate(at: MonotonicTime(milliseconds: window * 2))
        #expect((950_000...1_050_000).contains(rate))
    }

    @Test func staysSilentUntilItHasSeenEnoughAndForgetsAfterItsWindow() {
        var meter = ThroughputMeter(window: .milliseconds(1_500))
        send(into: &meter, milliseconds: 0..<400)
        #expect(meter.bitrate(at: MonotonicTime(milliseconds: 400)) == 0)
        send(into: &meter, milliseconds: 400..<3_000)
        // One frame a second is still something.
        #expect(meter.bitrate(at: MonotonicTime(milliseconds: 4_000)) > 0)
        #expect(meter.bitrate(at: MonotonicTime(milliseconds: 5_000)) == 0)
    }
}

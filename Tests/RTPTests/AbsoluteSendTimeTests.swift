import Bytes
import RTP
import Testing

@Suite struct AbsoluteSendTimeTests {
    @Test func secondsAreEighteenBitsOfFraction() {
        #expect(AbsoluteSendTime.value(at: MonotonicTime(milliseconds: 1_500)) == 0x06_0000)
        #expect(AbsoluteSendTime.value(at: MonotonicTime(milliseconds: 64_000 + 250)) == 0x01_0000)
    }

    @Test func distanceCrossesTheWrap() {
        let before = AbsoluteSendTime.value(at: MonotonicTime(milliseconds: 63_990))
        let after = AbsoluteSendTime.value(at: MonotonicTime(milliseconds: 64_010))
        #expect(abs(AbsoluteSendTime.distance(from: before, to: after).microseconds - 20_000) < 10)
        #expect(abs(AbsoluteSendTime.distance(from: after, to: before).microseconds + 20_000) < 10)
    }
}

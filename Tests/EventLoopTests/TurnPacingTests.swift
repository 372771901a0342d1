import Bytes
import EventLoop
import Testing

@Suite struct TurnPacingTests {
    private func at(_ microseconds: Int64) -> MonotonicTime { .zero + .microseconds(microseconds) }

    @Test func turnsFarApartNeedNoRest() {
        var pacing = TurnPacing(interval: .milliseconds(1))
        #expect(pacing.restEnd(afterTurnAt: at(0)) == nil)
        #expect(pacing.restEnd(afterTurnAt: at(2_000)) == nil)
        #expect(pacing.restEnd(afterTurnAt: at(8_000)) == nil)
    }

    @Test func turnsThatFollowCloselyAreKeptApart() {
        var pacing = TurnPacing(interval: .milliseconds(1))
        #expect(pacing.restEnd(afterTurnAt: at(0)) == nil)
        #expect(pacing.restEnd(afterTurnAt: at(400)) == at(1_400))
        #expect(pacing.restEnd(afterTurnAt: at(1_450)) == at(2_450))
        #expect(pacing.restEnd(afterTurnAt: at(9_000)) == nil)
    }
}

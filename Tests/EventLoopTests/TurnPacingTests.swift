import Bytes
import EventLoop
import Testing

@Suite struct TurnPacingTests {
    private func at(_ microseconds: Int64) -> MonotonicTime { .zero + .microseconds(microseconds) }

    private func turn(_ received: Int, _ sent: Int) -> TurnReport {
        var report = TurnReport()
        (report.received, report.sent) = (received, sent)
        return report
    }

    @Test func turnsFarApartNeedNoRest() {
        var pacing = TurnPacing(interval: .milliseconds(1))
        #expect(pacing.restEnd(afterTurnAt: at(0), turn(4, 12)) == nil)
        #expect(pacing.restEnd(afterTurnAt: at(2_000), turn(4, 12)) == nil)
        #expect(pacing.restEnd(afterTurnAt: at(8_000), turn(4, 12)) == nil)
    }

    @Test func turnsThatFollowCloselyAreKeptApart() {
        var pacing = TurnPacing(interval: .milliseconds(1))
        #expect(pacing.restEnd(afterTurnAt: at(0), turn(4, 12)) == nil)
        #expect(pacing.restEnd(afterTurnAt: at(400), turn(4, 12)) == at(1_400))
        #expect(pacing.restEnd(afterTurnAt: at(1_450), turn(1, 0)) == at(2_450))
        #expect(pacing.restEnd(afterTurnAt: at(9_000), turn(4, 12)) == nil)
    }

    /// Times at which a turn of those in `turns`, 200 µs apart over and over for 100 ms, is followed by a rest, as a share of all.
    private func share(ofRestsAfter turns: [TurnReport], in pacing: inout TurnPacing, from start: Int64 = 0) -> Double {
        var rests = 0
        for number in 0..<500 {
            let began = at(start + Int64(number) * 200)
            if pacing.restEnd(afterTurnAt: began, turns[number % turns.count]) != nil { rests += 1 }
        }
        return Double(rests) / 500
    }

    @Test("a party of fifty waits for nothing, its receivers' feedback neither, though that alone sends nothing")
    func wideFanOut() {
        var pacing = TurnPacing(interval: .milliseconds(1))
        #expect(share(ofRestsAfter: [turn(4, 200), turn(1, 0), turn(3, 0), turn(1, 0)], in: &pacing) < 0.02)
    }

    @Test func manySmallRoomsShareTurns() {
        var pacing = TurnPacing(interval: .milliseconds(1))
        #expect(share(ofRestsAfter: [turn(4, 12), turn(1, 3), turn(2, 0)], in: &pacing) > 0.98)
    }

    @Test("many packets a turn make the rest twice as long, and a party of few has the short one")
    func busyTurns() {
        var (busy, calm) = (TurnPacing(interval: .milliseconds(1)), TurnPacing(interval: .milliseconds(1)))
        _ = share(ofRestsAfter: [turn(10, 30)], in: &busy)
        _ = share(ofRestsAfter: [turn(4, 12)], in: &calm)
        #expect(busy.restEnd(afterTurnAt: at(101_500), turn(20, 60)) == at(103_500))
        // Turns that are so far apart because of it go on as they are.
        #expect(busy.restEnd(afterTurnAt: at(103_600), turn(20, 60)) == at(105_600))
        #expect(calm.restEnd(afterTurnAt: at(101_500), turn(4, 12)) == at(102_500))
    }

    @Test func datagramsThatLeadToNothingShareTurns() {
        var pacing = TurnPacing(interval: .milliseconds(1))
        #expect(share(ofRestsAfter: [turn(64, 0)], in: &pacing) > 0.98)
    }

    @Test("rests come back within a tenth of a second when the large room has gone, and end when one comes")
    func followsTheLoad() {
        var pacing = TurnPacing(interval: .milliseconds(1))
        _ = share(ofRestsAfter: [turn(4, 200)], in: &pacing)
        _ = share(ofRestsAfter: [turn(4, 12)], in: &pacing, from: 100_000)
        #expect(pacing.restEnd(afterTurnAt: at(200_000), turn(4, 12)) != nil)
        _ = share(ofRestsAfter: [turn(4, 200)], in: &pacing, from: 300_000)
        #expect(pacing.restEnd(afterTurnAt: at(400_000), turn(4, 200)) == nil)
    }
}

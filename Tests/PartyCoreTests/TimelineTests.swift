import PartyCore
import PartyProtocol
import Testing

@Suite("Timeline")
struct TimelineTests {
    @Test("play is told to all for one moment ahead, and the film runs from there")
    func play() throws {
        let sketch = PartySketch("ann", "bo")
        try sketch.show(by: "ann")
        try sketch.command(.play(position: nil), by: "bo")
        let told = try #require(sketch.timeline())
        #expect(told.playing && told.by == "bo" && told.id == "c1" && told.cause == .play && told.position == 0)
        #expect(told.applyAt > told.serverTime && told.applyAt <= told.serverTime + 800)
        let start = told.applyAt
        #expect(sketch.party.timeline.position(at: start - 10) == 0)
        #expect(sketch.party.timeline.position(at: start + 2500) == 2.5)
    }

    @Test("a late joiner is told the running position, not the one of the last event")
    func lateJoiner() throws {
        let sketch = PartySketch("ann")
        try sketch.show(by: "ann", playing: true)
        sketch.pass(2_400_000)
        let answer = sketch.party.timelineMessage(at: sketch.now)
        #expect(answer.cause == .sync && answer.applyAt == sketch.now)
        #expect(abs(answer.position - 2400.9) < 1)
    }

    @Test("pause stops everyone at the same place, and keeps it")
    func pause() throws {
        let sketch = PartySketch("ann")
        try sketch.show(by: "ann", playing: true)
        sketch.pass(10_000)
        try sketch.command(.pause(position: nil), by: "ann")
        let told = try #require(sketch.timeline())
        #expect(!told.playing)
        sketch.pass(60_000)
        #expect(sketch.party.timelineMessage(at: sketch.now).position == told.position)
        try sketch.command(.pause(position: 12.5), by: "ann")
        #expect(sketch.timeline()?.position == 12.5)
    }

    @Test("seek and speed count from the moment they apply")
    func seekAndRate() throws {
        let sketch = PartySketch("ann")
        try sketch.show(by: "ann", playing: true)
        try sketch.command(.seek(600), by: "ann")
        let seek = try #require(sketch.timeline())
        #expect(seek.position == 600 && seek.playing)
        sketch.pass(seek.applyAt - sketch.now + 1000)
        #expect(abs(sketch.party.timeline.position(at: sketch.now) - 601) < 0.001)
        try sketch.command(.rate(2), by: "ann")
        let faster = try #require(sketch.timeline())
        #expect(abs(sketch.party.timeline.position(at: faster.applyAt + 1000) - faster.position - 2) < 0.001)
    }

    @Test("a command about a film that is no longer played is refused")
    func stale() throws {
        let sketch = PartySketch("ann", "bo")
        try sketch.show(by: "ann")
        let old = sketch.party.timeline.revision
        try sketch.command(.film(try PartySketch.film("two"), position: 0, playing: false), by: "ann", revision: old)
        #expect(
            sketch.problem { try $0.command(.seek(5), by: "bo", revision: old) } == .stale(revision: old + 1))
        #expect(
            sketch.problem { sketch in
                let third = try PartySketch.film("three")
                try sketch.command(.film(third, position: 0, playing: false), by: "bo", revision: old)
            } == .stale(revision: old + 1))
        try sketch.command(.seek(5), by: "bo", revision: old + 1)
        #expect(sketch.timeline()?.position == 5)
    }

    @Test("the slowest member's round trip decides how far ahead, within bounds")
    func lead() throws {
        let sketch = PartySketch("ann", "bo")
        try sketch.show(by: "ann")
        func ahead(_ roundTrip: Double) throws -> Double {
            sketch.party.setRoundTrip(5, of: "ann")
            sketch.party.setRoundTrip(roundTrip, of: "bo")
            sketch.pass(5000)
            try sketch.command(.seek(1), by: "ann")
            let told = try #require(sketch.timeline())
            return told.applyAt - told.serverTime
        }
        #expect(try ahead(2) == 60)
        #expect(try ahead(300) == 340)
        #expect(try ahead(1500) == 800)
        #expect(try ahead(50_000) == 60, "a member whose connection is that bad is not waited for")
    }

    @Test("the film ends at its duration, and play begins anew")
    func ended() throws {
        let sketch = PartySketch("ann")
        try sketch.command(.film(try PartySketch.film(duration: 10), position: 0, playing: true), by: "ann")
        let end = try #require(sketch.party.nextDeadline)
        sketch.pass(end - sketch.now)
        let told = try #require(sketch.timeline())
        #expect(told.cause == .ended && !told.playing && told.position == 10)
        try sketch.command(.play(position: nil), by: "ann")
        #expect(sketch.timeline()?.position == 0)
    }

    @Test("the length that a player finds completes a film, once, and only from who may control it")
    func duration() throws {
        let sketch = PartySketch("ann", "bo")
        try sketch.command(.film(try PartySketch.film(duration: nil), position: 0, playing: false), by: "ann")
        try sketch.party.setPolicy(control: .host, buffering: nil, admission: nil, by: "ann", at: sketch.now)
        try sketch.party.report(.ready, duration: 1, revision: 1, by: "bo", at: sketch.now)
        #expect(sketch.party.timeline.film?.duration == nil)
        try sketch.party.report(.ready, duration: 90, revision: 1, by: "ann", at: sketch.now)
        try sketch.party.report(.ready, duration: 5, revision: 1, by: "ann", at: sketch.now)
        #expect(sketch.party.timeline.film?.duration == 90)
        #expect(sketch.timeline()?.cause == .duration)
    }

    @Test("nothing plays before there is a film")
    func noFilm() {
        let sketch = PartySketch("ann")
        #expect(sketch.problem { try $0.command(.play(position: nil), by: "ann") } == .noFilm)
    }

    @Test("reports become the median and the 95th percentile of how far off a member is")
    func syncErrors() throws {
        let sketch = PartySketch("ann")
        try sketch.show(by: "ann", playing: true)
        for value in 1...60 {
            try sketch.party.reportSync(
                error: value.isMultiple(of: 2) ? Double(value) : -Double(value), revision: 1, by: "ann", at: sketch.now)
        }
        let member = try #require(sketch.party.member("ann"))
        #expect(member.syncErrors.percentile(0.5) == 30 && member.syncErrors.percentile(0.95) == 57)
        sketch.pass(3000)
        #expect(
            sketch.take().contains(
                .syncErrors(
                    ServerSyncErrors(members: [SyncErrorDescription(memberId: "ann", p50: 30, p95: 57)]))))
        #expect(sketch.party.nextDeadline.map { $0 > sketch.now } == true)
    }
}

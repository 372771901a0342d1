import PartyCore
import PartyProtocol
import Testing

@Suite("Waiting for somebody's film")
struct BufferingTests {
    private func playing(_ options: PartyOptions = PartyOptions()) throws -> PartySketch {
        let sketch = PartySketch("ann", "bo", "cleo", options: options)
        try sketch.show(by: "ann", playing: true)
        return sketch
    }

    @Test("everyone waits for who stalls, and goes on when all are ready")
    func waits() throws {
        let sketch = try playing()
        sketch.report(.stalled, by: "bo")
        let events = sketch.take()
        #expect(events.contains(.waiting(ServerWaiting(members: ["bo"], deadline: sketch.now + 8000))))
        let held = try #require(events.lazy.compactMap { if case .timeline(let told) = $0 { told } else { nil } }.first)
        #expect(held.held && !held.playing && held.cause == .wait)
        sketch.pass(3000)
        #expect(sketch.party.timelineMessage(at: sketch.now).position == held.position)
        sketch.report(.ready, by: "bo")
        let told = try #require(sketch.timeline())
        #expect(told.playing && !told.held && told.cause == .goOn && told.position == held.position)
    }

    @Test("never longer than the deadline, and not again for the same member at once")
    func deadline() throws {
        let sketch = try playing()
        sketch.report(.stalled, by: "bo")
        sketch.pass(5000)
        sketch.report(.stalled, by: "cleo")
        #expect(sketch.party.nextDeadline == sketch.now + 3000)
        sketch.pass(3000)
        #expect(sketch.timeline()?.cause == .goOn)
        #expect(sketch.party.timeline.isRunning)
        sketch.report(.ready, by: "bo")
        sketch.report(.stalled, by: "bo")
        #expect(sketch.party.timeline.isRunning)
        sketch.report(.ready, by: "bo")
        sketch.pass(60_000)
        sketch.report(.stalled, by: "bo")
        #expect(!sketch.party.timeline.isRunning)
    }

    @Test("the host goes on without them; a member cannot, but may pause")
    func hostGoesOn() throws {
        let sketch = try playing()
        sketch.report(.stalled, by: "cleo")
        guard case .notAllowed = sketch.problem({ try $0.command(.play(position: nil), by: "bo") }) else {
            Issue.record("a member went on")
            return
        }
        try sketch.command(.play(position: nil), by: "ann")
        #expect(sketch.timeline()?.playing == true)
        #expect(sketch.party.waitingMessage == nil)
        sketch.report(.ready, by: "cleo")
        sketch.pass(60_000)
        sketch.report(.stalled, by: "cleo")
        try sketch.command(.pause(position: nil), by: "bo")
        #expect(sketch.party.waitingMessage == nil)
        #expect(!sketch.party.timeline.playing)
    }

    @Test("play waits first for whoever still loads, then all begin together")
    func loading() throws {
        let sketch = PartySketch("ann", "bo")
        try sketch.command(.film(try PartySketch.film(), position: 0, playing: false), by: "ann")
        sketch.report(.ready, by: "ann")
        sketch.report(.stalled, by: "bo")
        #expect(sketch.party.waitingMessage == nil)
        _ = sketch.take()
        try sketch.command(.play(position: nil), by: "ann")
        let told = try #require(sketch.timeline())
        #expect(told.held && !told.playing && told.id == "c1")
        sketch.report(.ready, by: "bo")
        #expect(sketch.timeline()?.playing == true)
    }

    @Test("who goes, is kicked, has no player or is excused by the policy is not waited for")
    func notWaitedFor() throws {
        for remove in [
            { (sketch: PartySketch) throws in sketch.party.leave("bo", .left, at: sketch.now) },
            { sketch in sketch.party.lose("bo", at: sketch.now) },
            { sketch in try sketch.party.kick("bo", by: "ann", at: sketch.now) },
            { sketch in sketch.report(.none, by: "bo") },
            { sketch in
                try sketch.party.setPolicy(
                    control: nil, buffering: .catchUp, admission: nil, by: "ann", at: sketch.now)
            },
        ] as [(PartySketch) throws -> Void] {
            let sketch = try playing()
            sketch.report(.stalled, by: "bo")
            #expect(!sketch.party.timeline.isRunning)
            try remove(sketch)
            #expect(sketch.party.timeline.isRunning)
        }
    }

    @Test("whoever stalls again and again stops nobody for long")
    func flapping() throws {
        let sketch = try playing()
        var waited = 0
        for _ in 0..<20 {
            sketch.report(.stalled, by: "bo")
            waited += sketch.party.timeline.isRunning ? 0 : 1
            sketch.pass(500)
            sketch.report(.ready, by: "bo")
            sketch.pass(500)
        }
        #expect(waited == 3)
    }

    @Test("a clock that is set back by a day does not make a wait longer")
    func clockSetBack() throws {
        let sketch = try playing()
        sketch.report(.stalled, by: "bo")
        sketch.pass(2000)
        sketch.pass(-86_400_000)
        sketch.pass(6000)
        #expect(sketch.party.timeline.isRunning)
    }
}

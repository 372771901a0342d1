import Bytes
import PartyCore
import PartyProtocol
import Testing

/// Whatever members, connections and clocks do, a party has one host and never waits for ever.
@Suite("Party under random events")
struct PartyPropertyTests {
    @Test("one host while anybody is there, and a waiting party goes on by its deadline", arguments: 0..<40)
    func properties(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let sketch = PartySketch("m0", "m1")
        try sketch.show(by: "m0", playing: true)
        for step in 0..<400 {
            act(sketch, &generator)
            _ = sketch.take()
            check(sketch, "seed \(seed), step \(step)")
        }
    }

    private func act(_ sketch: PartySketch, _ generator: inout SeededGenerator) {
        let id = "m\(Int.random(in: 0..<6, using: &generator))"
        let other = "m\(Int.random(in: 0..<6, using: &generator))"
        let now = sketch.now
        switch Int.random(in: 0..<24, using: &generator) {
        case 0, 1: if sketch.party.member(id) == nil { sketch.enter(id) }
        case 2: sketch.party.lose(id, at: now)
        case 3, 4: _ = try? sketch.party.comeBack(sketch.newcomer(id), at: now)
        case 5: sketch.party.leave(id, .left, mayReturn: Bool.random(using: &generator), at: now)
        case 6: try? sketch.party.kick(other, by: id, at: now)
        case 7, 8, 9: sketch.report(.stalled, by: id)
        case 10: sketch.report(.ready, by: id)
        case 11, 12: try? sketch.command(.play(position: nil), by: id)
        case 13: try? sketch.command(.pause(position: nil), by: id)
        case 14: try? sketch.command(.seek(.random(in: 0..<4000, using: &generator)), by: id)
        case 15: try? sketch.show(by: id, playing: Bool.random(using: &generator))
        case 16:
            try? sketch.party.setRole(MemberRole.allCases.randomElement(using: &generator)!, of: other, by: id, at: now)
        case 17: setPolicy(sketch, id, &generator)
        case 18: jump(sketch, &generator)
        case 19: try? sketch.party.expel(other, by: "operator", at: now)
        case 20 where Int.random(in: 0..<20, using: &generator) == 0: sketch.party.disband(at: now)
        default: sketch.pass(.random(in: 0..<6000, using: &generator))
        }
    }

    private func setPolicy(_ sketch: PartySketch, _ id: String, _ generator: inout SeededGenerator) {
        try? sketch.party.setPolicy(
            control: ControlPolicy.allCases.randomElement(using: &generator),
            buffering: BufferingPolicy.allCases.randomElement(using: &generator), admission: nil, by: id, at: sketch.now
        )
    }

    private func jump(_ sketch: PartySketch, _ generator: inout SeededGenerator) {
        // The jump is noticed at once: what is measured is the wait after it.
        sketch.pass(.random(in: -200_000...100_000, using: &generator))
    }

    private func check(_ sketch: PartySketch, _ place: Comment) {
        let party = sketch.party
        let present = party.members.filter(\.isPresent)
        if !present.isEmpty {
            #expect(present.count { party.role(of: $0.id) == .host } == 1, place)
        }
        #expect(party.timeline.held == (party.waitingMessage != nil), place)
        let later = sketch.copy()
        if party.timeline.held {
            later.pass(sketch.party.options.waitDeadline)
            #expect(later.party.timeline.isRunning, place)
        }
        later.pass(1)
        #expect(later.party.nextDeadline.map { $0 > later.now } ?? true, place)
        let position = party.timelineMessage(at: sketch.now).position
        #expect((0...3600).contains(position), place)
    }
}

import PartyCore
import PartyProtocol
import Testing

@Suite("The operator in a party")
struct OperatorTests {
    @Test("removes anybody, the host too, and is remembered for it")
    func expel() throws {
        let sketch = PartySketch("ann")
        sketch.enter("bo", marks: MemberMarks(invitation: "i1"))
        _ = sketch.take()
        try sketch.party.expel("ann", by: "operator", at: sketch.now)
        let events = sketch.take()
        #expect(events.first == .kicked("ann", by: "operator"))
        #expect(sketch.party.members.map(\.id) == ["bo"] && sketch.party.hostID == "bo")
        try sketch.party.expel("bo", by: "operator", at: sketch.now)
        #expect(
            sketch.problem {
                _ = try $0.party.enter($0.newcomer("bo", marks: MemberMarks(invitation: "i1")), at: $0.now)
            } == .kicked)
        #expect(sketch.problem { try $0.party.expel("nobody", by: "operator", at: $0.now) } == .unknownMember("nobody"))
    }

    @Test("ends a party: everybody goes, nobody becomes host of what is over, and nobody comes back")
    func disband() throws {
        let sketch = PartySketch("ann", "bo", "cleo")
        try sketch.show(by: "ann", playing: true)
        sketch.party.lose("cleo", at: sketch.now)
        sketch.party.leave("bo", .left, mayReturn: true, at: sketch.now)
        _ = sketch.take()
        sketch.party.disband(at: sketch.now)
        let events = sketch.take()
        #expect(
            events.compactMap { if case .left(let leave) = $0 { leave.memberId } else { nil } } == ["ann", "cleo"])
        #expect(!events.contains { if case .hostChanged = $0 { true } else { false } })
        #expect(sketch.party.members.isEmpty && !sketch.party.isExpectingSomebody && sketch.party.hostID == nil)
        for id in ["ann", "bo", "cleo"] { #expect(try !sketch.comeBack(id)) }
        sketch.pass(100_000)
        #expect(sketch.party.waitingMessage == nil)
    }

    @Test("whoever waits before the door of a party that ends is turned away")
    func knocks() throws {
        let sketch = PartySketch("ann")
        try sketch.party.setPolicy(control: nil, buffering: nil, admission: .knock, by: "ann", at: sketch.now)
        #expect(sketch.enter("bo") == .knocking)
        _ = sketch.take()
        sketch.party.disband(at: sketch.now)
        #expect(sketch.take().contains(.turnedAway("bo")))
    }
}

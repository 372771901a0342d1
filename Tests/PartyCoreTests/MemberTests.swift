import MediaParameters
import PartyCore
import PartyProtocol
import Testing

@Suite("Host, deputies, members")
struct MemberTests {
    private func hostChange(_ sketch: PartySketch) -> ServerHostChanged? {
        sketch.take().reversed().lazy.compactMap { if case .hostChanged(let change) = $0 { change } else { nil } }.first
    }

    @Test("the first to come is host; a deputy follows, then the longest present")
    func succession() throws {
        let sketch = PartySketch("ann", "bo", "cleo")
        #expect(sketch.party.hostID == "ann")
        try sketch.party.setRole(.deputy, of: "cleo", by: "ann", at: sketch.now)
        sketch.party.leave("ann", .left, at: sketch.now)
        #expect(hostChange(sketch) == ServerHostChanged(hostId: "cleo", reason: .left))
        sketch.party.leave("cleo", .left, at: sketch.now)
        #expect(sketch.party.hostID == "bo")
    }

    @Test("a host who is back within a minute gets the seat back, later not")
    func hostReturns() throws {
        for (time, host) in [(45_000.0, "ann"), (61_000, "bo")] {
            let sketch = PartySketch("ann", "bo")
            sketch.party.lose("ann", at: sketch.now)
            #expect(hostChange(sketch) == ServerHostChanged(hostId: "bo", reason: .disconnected))
            sketch.pass(time)
            let isBack = try sketch.comeBack("ann")
            #expect(isBack == (host == "ann"))
            #expect(sketch.party.hostID == host)
        }
    }

    @Test("a host who loads the page anew is the same member and host again")
    func reload() throws {
        let sketch = PartySketch("ann", "bo")
        sketch.party.leave("ann", .left, mayReturn: true, at: sketch.now)
        #expect(sketch.party.hostID == "bo" && sketch.party.member("ann") == nil)
        sketch.pass(2000)
        #expect(try sketch.comeBack("ann"))
        #expect(hostChange(sketch) == ServerHostChanged(hostId: "ann", reason: .returned))
    }

    @Test("who stands in for the host does not take his right to come back, and loses none of his own")
    func twoAreGone() throws {
        let sketch = PartySketch("ann", "bo", "cleo")
        sketch.party.lose("ann", at: sketch.now)
        sketch.party.lose("bo", at: sketch.now)
        #expect(sketch.party.hostID == "cleo")
        #expect(try sketch.comeBack("bo"))
        #expect(sketch.party.hostID == "cleo")
        #expect(try sketch.comeBack("ann"))
        #expect(sketch.party.hostID == "ann")
    }

    @Test("a seat is kept for its time, then given up")
    func grace() throws {
        let sketch = PartySketch("ann", "bo")
        sketch.party.lose("bo", at: sketch.now)
        #expect(sketch.take() == [.away(ServerAway(memberId: "bo", away: true))])
        sketch.pass(29_000)
        #expect(sketch.party.member("bo") != nil)
        sketch.pass(1_000)
        #expect(sketch.take().contains(.left(ServerLeave(memberId: "bo", reason: .disconnected))))
        #expect(try !sketch.comeBack("bo"))
    }

    @Test("whoever is invited as host comes before whoever only was first")
    func invitedHost() throws {
        let sketch = PartySketch("ann")
        sketch.enter("bo", role: .host)
        #expect(sketch.party.hostID == "bo")
        sketch.enter("cleo", role: .host)
        #expect(sketch.party.hostID == "bo" && sketch.party.role(of: "cleo") == .deputy)
    }

    @Test("a camera never becomes host")
    func camera() throws {
        let sketch = PartySketch()
        var studio = sketch.newcomer("studio")
        studio.isPerson = false
        let entrance = try sketch.party.enter(studio, at: sketch.now)
        #expect(entrance == .entered)
        #expect(sketch.party.hostID == nil)
        sketch.enter("ann")
        #expect(sketch.party.hostID == "ann")
    }

    @Test("policies decide who controls the film")
    func control() throws {
        let sketch = PartySketch("ann", "bo", "cleo")
        try sketch.show(by: "ann")
        try sketch.party.setRole(.deputy, of: "bo", by: "ann", at: sketch.now)
        for (policy, allowed) in [
            (ControlPolicy.everyone, ["ann", "bo", "cleo"]), (.hostAndDeputies, ["ann", "bo"]), (.host, ["ann"]),
        ] {
            try sketch.party.setPolicy(control: policy, buffering: nil, admission: nil, by: "ann", at: sketch.now)
            let may = ["ann", "bo", "cleo"].filter { id in sketch.problem { try $0.command(.seek(1), by: id) } == nil }
            #expect(may == allowed)
        }
    }

    @Test("only the host gives roles and rules; deputies lock, kick and open, but not each other or the host")
    func rights() throws {
        let sketch = PartySketch("ann", "bo", "cleo", "dan")
        let now = sketch.now
        try sketch.party.setRole(.deputy, of: "bo", by: "ann", at: now)
        try sketch.party.setRole(.deputy, of: "cleo", by: "ann", at: now)
        let refused: [(PartySketch) throws -> Void] = [
            { try $0.party.setRole(.member, of: "cleo", by: "bo", at: now) },
            { try $0.party.setRole(.member, of: "ann", by: "ann", at: now) },
            { try $0.party.setPolicy(control: .host, buffering: nil, admission: nil, by: "bo", at: now) },
            { try $0.party.lock(true, by: "dan", at: now) },
            { try $0.party.kick("ann", by: "bo", at: now) },
            { try $0.party.kick("cleo", by: "bo", at: now) },
            { try $0.party.kick("dan", by: "dan", at: now) },
            { try $0.party.requestMute(ServerMuteRequest(source: .microphone, by: "dan"), of: "ann", at: now) },
        ]
        for attempt in refused {
            guard case .notAllowed = sketch.problem(attempt) else {
                Issue.record("allowed")
                continue
            }
        }
        try sketch.party.lock(true, by: "bo", at: now)
        try sketch.party.requestMute(ServerMuteRequest(source: .microphone, by: "bo"), of: "ann", at: now)
        try sketch.party.kick("dan", by: "bo", at: now)
        try sketch.party.setRole(.host, of: "bo", by: "ann", at: now)
        #expect(sketch.party.hostID == "bo" && sketch.party.role(of: "ann") == .deputy)
    }

    @Test("a locked room lets nobody new in, but members back")
    func locked() throws {
        let sketch = PartySketch("ann", "bo")
        try sketch.party.lock(true, by: "ann", at: sketch.now)
        #expect(sketch.problem { _ = try $0.party.enter($0.newcomer("cleo"), at: $0.now) } == .locked)
        sketch.party.lose("bo", at: sketch.now)
        #expect(try sketch.comeBack("bo"))
    }

    @Test("W12: who was kicked does not come back by the same invitation, and knocks when there was none")
    func kickSticks() throws {
        let sketch = PartySketch("ann")
        let marks = MemberMarks(invitation: "i1", address: "203.0.113.7")
        sketch.enter("bo", marks: marks)
        try sketch.party.kick("bo", by: "ann", at: sketch.now)
        #expect(sketch.problem { _ = try $0.party.enter($0.newcomer("bo2", marks: marks), at: $0.now) } == .kicked)
        #expect(sketch.problem { _ = try $0.party.comeBack($0.newcomer("bo", marks: marks), at: $0.now) } == .kicked)
        #expect(sketch.enter("bo3", marks: MemberMarks(address: "203.0.113.7")) == .knocking)
        #expect(sketch.enter("cleo", marks: MemberMarks(address: "203.0.113.8")) == .entered)
    }

    /// Somebody with a name from a network, as in a room that anybody may enter.
    private func enter(_ sketch: PartySketch, _ name: String, from address: String = "203.0.113.7") throws -> Entrance {
        let newcomer = Newcomer(id: "new", name: name, marks: MemberMarks(address: address))
        return try sketch.party.enter(newcomer, at: sketch.now)
    }

    @Test("W12: in an open room name and network together are refused for an hour, however the name is written")
    func kickSticksWithoutInvitations() throws {
        let sketch = PartySketch("ann")
        _ = try enter(sketch, "Bo  Smith")
        try sketch.party.kick("new", by: "ann", at: sketch.now)
        for name in ["Bo  Smith", "bo smith", " BO SMITH "] {
            #expect(sketch.problem { _ = try enter($0, name) } == .keptOut(minutes: 60))
        }
        sketch.pass(17.5 * 60_000)
        #expect(sketch.problem { _ = try enter($0, "Bo Smith") } == .keptOut(minutes: 43))
        let restored = Party(
            restoring: sketch.party.snapshot(id: "r", sequence: 0, tokens: [:], at: sketch.now), now: sketch.now)
        sketch.party = restored
        #expect(sketch.problem { _ = try enter($0, "Bo Smith") } == .keptOut(minutes: 43))
        sketch.pass(43 * 60_000)
        #expect(try enter(sketch, "Bo Smith") == .entered)
    }

    @Test("W12: whoever is removed once more at the door by another name is refused by that one too; neighbours get in")
    func kickedAtTheDoor() throws {
        let sketch = PartySketch("ann")
        _ = try enter(sketch, "Bo")
        try sketch.party.kick("new", by: "ann", at: sketch.now)
        #expect(try enter(sketch, "Moe") == .knocking)
        let knock = KnockDescription(memberId: "new", name: "Moe", suspicious: true)
        #expect(sketch.party.knocksMessage.knocks == [knock])
        try sketch.party.refuse("new", by: "ann", at: sketch.now)
        #expect(sketch.problem { _ = try enter($0, "Moe") } == .keptOut(minutes: 60))
        #expect(try enter(sketch, "Grandma") == .knocking)
        try sketch.party.admit("new", by: "ann", at: sketch.now)
        #expect(sketch.enter("new", marks: MemberMarks(address: "203.0.113.7"), admitted: true) == .entered)
    }

    @Test("W12: nobody walks in from a kicked one's network while the host's connection is broken")
    func nobodyAtTheDoor() throws {
        let sketch = PartySketch("ann")
        _ = try enter(sketch, "Bo")
        try sketch.party.kick("new", by: "ann", at: sketch.now)
        sketch.party.lose("ann", at: sketch.now)
        #expect(try enter(sketch, "Moe") == .knocking)
        #expect(try enter(sketch, "Cleo", from: "203.0.113.9") == .entered)
    }

    @Test("who only watches is kept out by a lock, by knocking, and by a kick from the same network")
    func watching() throws {
        let sketch = PartySketch("ann")
        let (near, far) = (MemberMarks(address: "203.0.113.7"), MemberMarks(address: "203.0.113.9"))
        func problem(_ marks: MemberMarks, _ role: MemberRole = .member) -> PartyError? {
            sketch.problem { try $0.party.mayWatch(marks, role: role, at: $0.now) }
        }
        #expect(problem(near) == nil)
        _ = try enter(sketch, "Bo")
        try sketch.party.kick("new", by: "ann", at: sketch.now)
        #expect(problem(near) == .keptOut(minutes: 60) && problem(far) == nil)
        try sketch.party.setPolicy(control: nil, buffering: nil, admission: .knock, by: "ann", at: sketch.now)
        #expect(problem(far)?.code == .notAllowed && problem(far, .deputy) == nil)
        try sketch.party.lock(true, by: "ann", at: sketch.now)
        #expect(problem(far, .deputy) == .locked)
    }

    @Test("one network cannot fill the door, and pages loaded anew for ever do not fill the memory")
    func bounded() throws {
        var options = PartyOptions()
        options.departed = 5
        let sketch = PartySketch("ann", options: options)
        try sketch.party.setPolicy(control: nil, buffering: nil, admission: .knock, by: "ann", at: sketch.now)
        for number in 0..<10 {
            #expect(sketch.enter("k\(number)", marks: MemberMarks(address: "203.0.113.7")) == .knocking)
        }
        #expect(
            sketch.problem { _ = try enter($0, "K10") } == .tooManyKnocks(limit: 10), "ten of one network are enough")
        #expect(try enter(sketch, "Else", from: "203.0.113.8") == .knocking)
        for number in 0..<50 {
            sketch.enter("v\(number)", admitted: true)
            sketch.party.leave("v\(number)", .left, mayReturn: true, at: sketch.now)
            sketch.now += 1
        }
        #expect((0..<50).count { sketch.party.expects("v\($0)") } == 5)
        #expect(sketch.party.expects("v49") && !sketch.party.expects("v0"))
    }

    @Test("newcomers knock, are let in or turned away, and leaders see who waits")
    func knocking() throws {
        let sketch = PartySketch("ann", "bo")
        try sketch.party.setPolicy(control: nil, buffering: nil, admission: .knock, by: "ann", at: sketch.now)
        _ = sketch.take()
        #expect(sketch.enter("cleo") == .knocking)
        #expect(
            sketch.take() == [.knocks(ServerKnocks(knocks: [KnockDescription(memberId: "cleo", name: "CLEO")]))])
        guard case .notAllowed = sketch.problem({ try $0.party.admit("cleo", by: "bo", at: $0.now) }) else {
            Issue.record("a member opened")
            return
        }
        try sketch.party.admit("cleo", by: "ann", at: sketch.now)
        #expect(sketch.take().contains(.admitted("cleo")))
        #expect(sketch.enter("cleo", admitted: true) == .entered)
        #expect(sketch.enter("dan") == .knocking)
        sketch.pass(300_000)
        #expect(sketch.take().contains(.turnedAway("dan")))
        for number in 0..<20 { #expect(sketch.enter("k\(number)") == .knocking) }
        #expect(sketch.enter("k20") == nil)
    }

    @Test("history keeps the last, within its limits, and says where the film was")
    func history() throws {
        var options = PartyOptions()
        options.chatBurst = 1000
        let sketch = PartySketch("ann", options: options)
        try sketch.show(by: "ann", playing: true)
        for number in 0..<150 { try sketch.party.say(.chat, "\(number)", by: "ann", at: sketch.now) }
        #expect(sketch.party.history.count == 100 && sketch.party.history.last?.text == "149")
        #expect(sketch.party.history.last?.position != nil)
        for _ in 0..<50 {
            try sketch.party.say(.chat, String(repeating: "x", count: 1000), by: "ann", at: sketch.now)
        }
        #expect(sketch.party.history.count < 32)
    }

    @Test("who says too much is stopped for a while, and told the limit")
    func chatLimit() {
        let sketch = PartySketch("ann")
        var said = 0
        while said < 100, sketch.problem({ try $0.party.say(.reaction, "🎉", by: "ann", at: $0.now) }) == nil {
            said += 1
        }
        #expect(said == 10)
        sketch.pass(1000)
        #expect(sketch.problem { try $0.party.say(.reaction, "🎉", by: "ann", at: $0.now) } == nil)
    }

    @Test("a party comes back from its snapshot: seats, host, film and running position")
    func snapshot() throws {
        let sketch = PartySketch("ann", "bo")
        try sketch.show(by: "ann", playing: true)
        try sketch.party.say(.chat, "Popcorn?", by: "bo", at: sketch.now)
        sketch.pass(60_000)
        let before = sketch.party.timeline.position(at: sketch.now)
        let snapshot = sketch.party.snapshot(id: "r", sequence: 7, tokens: ["ann": "hash"], at: sketch.now)
        var party = Party(restoring: snapshot, now: sketch.now + 5000)
        #expect(party.hostID == "ann" && party.members.allSatisfy { !$0.isPresent })
        #expect(party.history.map(\.text) == ["Popcorn?"])
        #expect(abs(party.timeline.position(at: sketch.now + 5000) - before - 5) < 0.001)
        let isBoBack = try party.comeBack(sketch.newcomer("bo"), at: sketch.now + 6000)
        let isAnnBack = try party.comeBack(sketch.newcomer("ann"), at: sketch.now + 7000)
        #expect(isBoBack && isAnnBack)
        #expect(party.hostID == "ann")
    }
}

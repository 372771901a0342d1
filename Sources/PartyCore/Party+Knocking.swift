import PartyProtocol

extension Party {
    mutating func knock(_ newcomer: Newcomer, _ now: Double) throws(PartyError) {
        guard knocks.count < options.knocks else { throw .tooManyKnocks(limit: options.knocks) }
        let address = newcomer.marks.address
        guard address == nil || knocks.count(where: { $0.newcomer.marks.address == address }) < options.knocksPerAddress
        else { throw .tooManyKnocks(limit: options.knocksPerAddress) }
        let suspicious = isSuspicious(address, now)
        knocks.append(Knock(newcomer: newcomer, until: now + options.knockTime, isSuspicious: suspicious))
        tellKnocks()
    }

    /// Opens for somebody, who may then `enter` as admitted.
    package mutating func admit(_ id: String, by actor: String, at now: Double) throws(PartyError) {
        _ = try answer(id, actor, now)
        events.append(.admitted(id))
    }

    /// Whoever knocks from where somebody was removed, and is turned away, was probably the same.
    package mutating func refuse(_ id: String, by actor: String, at now: Double) throws(PartyError) {
        let knock = try answer(id, actor, now)
        if knock.isSuspicious {
            var marks = knock.newcomer.marks
            marks.name = MemberMarks.fold(knock.newcomer.name)
            remember(marks, now)
        }
        events.append(.turnedAway(id))
    }

    private mutating func answer(_ id: String, _ actor: String, _ now: Double) throws(PartyError) -> Knock {
        observe(now)
        try requireLeader(actor, "open the door")
        guard let index = knocks.firstIndex(where: { $0.newcomer.id == id }) else { throw .unknownMember(id) }
        defer { tellKnocks() }
        return knocks.remove(at: index)
    }

    mutating func dropKnocks(_ isOver: (Knock) -> Bool) {
        let over = knocks.filter(isOver)
        guard !over.isEmpty else { return }
        knocks.removeAll(where: isOver)
        events += over.map { .turnedAway($0.newcomer.id) }
        tellKnocks()
    }

    mutating func tellKnocks() { events.append(.knocks(knocksMessage)) }

    package var knocksMessage: ServerKnocks {
        ServerKnocks(
            knocks: knocks.map { knock in
                KnockDescription(
                    memberId: knock.newcomer.id, name: knock.newcomer.name, suspicious: knock.isSuspicious ? true : nil)
            })
    }
}

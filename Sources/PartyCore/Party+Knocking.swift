import PartyProtocol

extension Party {
    mutating func knock(_ newcomer: Newcomer, _ now: Double) throws(PartyError) {
        guard knocks.count < options.knocks else { throw .tooManyKnocks(limit: options.knocks) }
        knocks.append(Knock(newcomer: newcomer, until: now + options.knockTime))
        tellKnocks()
    }

    /// Opens for somebody, who may then `enter` as admitted.
    package mutating func admit(_ id: String, by actor: String, at now: Double) throws(PartyError) {
        try answer(id, actor, now)
        events.append(.admitted(id))
    }

    package mutating func refuse(_ id: String, by actor: String, at now: Double) throws(PartyError) {
        try answer(id, actor, now)
        events.append(.turnedAway(id))
    }

    private mutating func answer(_ id: String, _ actor: String, _ now: Double) throws(PartyError) {
        observe(now)
        try requireLeader(actor, "open the door")
        guard let index = knocks.firstIndex(where: { $0.newcomer.id == id }) else { throw .unknownMember(id) }
        knocks.remove(at: index)
        tellKnocks()
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
        ServerKnocks(knocks: knocks.map { KnockDescription(memberId: $0.newcomer.id, name: $0.newcomer.name) })
    }
}

import PartyProtocol

/// What the operator of the server does, who is no member and needs no right.
extension Party {
    /// Removes somebody whatever the role, remembered as by a host.
    package mutating func expel(_ id: String, by actor: String, at now: Double) throws(PartyError) {
        observe(now)
        guard let target = member(id) else { throw .unknownMember(id) }
        remember(target.marks, now)
        events.append(.kicked(id, by: actor))
        remove(id, .kicked, now)
    }

    /// The end of the party: everybody goes at once, so that nobody becomes host of what is over, and nobody may come back.
    package mutating func disband(at now: Double) {
        observe(now)
        dropKnocks { _ in true }
        departed = [:]
        formerHost = nil
        events += members.map { .left(ServerLeave(memberId: $0.id, reason: .removed)) }
        members = []
        elect(.left)
        settle(now)
    }
}

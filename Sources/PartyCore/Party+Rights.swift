import PartyProtocol

extension Party {
    package mutating func setRole(
        _ role: MemberRole, of id: String, by actor: String, at now: Double
    ) throws(PartyError) {
        observe(now)
        try requireHost(actor, "give roles")
        guard let index = index(id), members[index].isPerson else { throw .unknownMember(id) }
        if role == .host { return try handOver(to: id, by: actor) }
        guard id != hostID else { throw .notAllowed("The host gives the seat away by making somebody else host.") }
        guard members[index].isDeputy != (role == .deputy) else { return }
        members[index].isDeputy = role == .deputy
        events.append(.role(ServerRole(memberId: id, role: role, by: actor)))
        if role == .deputy, !knocks.isEmpty { tellKnocks() }
    }

    private mutating func handOver(to id: String, by actor: String) throws(PartyError) {
        guard id != actor else { return }
        guard member(id)?.isPresent == true else { throw .notAllowed("Somebody who is away cannot become host.") }
        if let index = index(actor) { members[index].isDeputy = true }
        formerHost = nil
        install(id, .handed)
        events.append(.role(ServerRole(memberId: actor, role: .deputy, by: actor)))
    }

    package mutating func setPolicy(
        control: ControlPolicy?, buffering: BufferingPolicy?, admission: AdmissionPolicy?,
        invite: ControlPolicy? = nil, by actor: String, at now: Double
    ) throws(PartyError) {
        observe(now)
        try requireHost(actor, "change the rules of the room")
        var changed = policy
        changed.control = control ?? changed.control
        changed.buffering = buffering ?? changed.buffering
        changed.admission = admission ?? changed.admission
        changed.invite = invite ?? changed.invite
        set(changed, by: actor)
        settle(now)
    }

    package mutating func lock(_ locked: Bool, by actor: String, at now: Double) throws(PartyError) {
        observe(now)
        try requireLeader(actor, "lock the room")
        var changed = policy
        changed.locked = locked
        set(changed, by: actor)
    }

    private mutating func set(_ changed: PartyPolicy, by actor: String) {
        guard changed != policy else { return }
        policy = changed
        events.append(.policy(ServerPolicy(policy: changed, by: actor)))
    }

    /// Removes somebody, who is known again by invitation, or by network and name.
    package mutating func kick(_ id: String, by actor: String, at now: Double) throws(PartyError) {
        observe(now)
        try requireLeader(actor, "remove members")
        guard let target = member(id) else { throw .unknownMember(id) }
        guard id != actor else { throw .notAllowed("LEAVE is the way to go oneself.") }
        guard id != hostID, !target.isDeputy || actor == hostID else {
            throw .notAllowed("A deputy may remove neither the host nor another deputy.")
        }
        remember(target.marks, now)
        events.append(.kicked(id, by: actor))
        remove(id, .kicked, now)
    }

    package mutating func requestMute(
        _ request: ServerMuteRequest, of id: String, at now: Double
    ) throws(PartyError) {
        observe(now)
        try requireLeader(request.by, "ask others to mute")
        guard member(id) != nil else { throw .unknownMember(id) }
        events.append(.muteRequest(to: id, request))
    }

    /// Whether somebody may bring others, by an invitation that the server makes.
    package mutating func checkInvite(by actor: String, at now: Double) throws(PartyError) {
        observe(now)
        _ = try present(actor)
        guard allows(policy.invite, actor) else {
            throw .notAllowed(
                policy.invite == .host ? "Only the host may invite." : "Only the host and deputies may invite.")
        }
    }

    // MARK: Who may

    func requireHost(_ actor: String, _ what: String) throws(PartyError) {
        _ = try present(actor)
        guard actor == hostID else { throw .notAllowed("Only the host may \(what).") }
    }

    func requireLeader(_ actor: String, _ what: String) throws(PartyError) {
        _ = try present(actor)
        guard leads(actor) else { throw .notAllowed("Only the host and deputies may \(what).") }
    }
}

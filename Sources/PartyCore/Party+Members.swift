import PartyProtocol

extension Party {
    // MARK: Coming

    /// Gives somebody a seat, or a place before the door.
    /// - Parameter isAdmitted: somebody has opened already.
    package mutating func enter(
        _ newcomer: Newcomer, isAdmitted: Bool = false, at now: Double
    ) throws(PartyError) -> Entrance {
        observe(now)
        try refuseBanned(newcomer, isAdmitted: isAdmitted, now)
        if policy.locked, !isAdmitted, !members.isEmpty { throw .locked }
        if !isAdmitted, mustKnock(newcomer, now) {
            try knock(newcomer, now)
            return .knocking
        }
        insert(newcomer, isDeputy: newcomer.role == .deputy, now)
        return .entered
    }

    private func mustKnock(_ newcomer: Newcomer, _ now: Double) -> Bool {
        guard newcomer.role == .member, members.contains(where: \.isPerson) else { return false }
        // Whoever may have been removed waits until somebody is back who can tell.
        if isSuspicious(newcomer.marks.address, now) { return true }
        return policy.admission == .knock && members.contains { $0.isPresent && $0.isPerson }
    }

    private mutating func insert(_ newcomer: Newcomer, isDeputy: Bool, _ now: Double) {
        guard index(newcomer.id) == nil else { return }
        var newcomer = newcomer
        newcomer.marks.name = MemberMarks.fold(newcomer.name)
        members.append(
            PartyMember(
                id: newcomer.id, name: newcomer.name, isDeputy: isDeputy, isInvitedHost: newcomer.role == .host,
                isPerson: newcomer.isPerson, joinedAt: now, marks: newcomer.marks, allowance: options.chatBurst,
                allowanceAt: now))
        events.append(.joined(newcomer.id))
        if newcomer.role == .host { seat(invitedHost: newcomer.id) }
        elect(.joined)
        settle(now)
    }

    /// Comes back to a seat that was kept, or as the member who closed properly before; false when it is too late for either.
    package mutating func comeBack(_ newcomer: Newcomer, at now: Double) throws(PartyError) -> Bool {
        observe(now)
        try refuseBanned(invitation: newcomer.marks.invitation)
        if let index = index(newcomer.id) {
            guard members[index].awayUntil != nil else { return true }
            members[index].awayUntil = nil
            events.append(.away(ServerAway(memberId: newcomer.id, away: false)))
        } else {
            guard let departed = departed.removeValue(forKey: newcomer.id), now < departed.until else { return false }
            var returning = newcomer
            returning.role = departed.isInvitedHost ? .host : .member
            insert(returning, isDeputy: departed.isDeputy, now)
        }
        restoreHost(newcomer.id, now)
        settle(now)
        return true
    }

    // MARK: Going

    /// A connection broke: the seat is kept for a while, and a host's for as long as a host may come back.
    package mutating func lose(_ id: String, at now: Double) {
        observe(now)
        guard let index = index(id), members[index].isPresent else { return }
        let grace = id == hostID ? max(options.grace, options.hostReturn) : options.grace
        guard options.grace > 0 else { return remove(id, .disconnected, now) }
        members[index].awayUntil = now + grace
        members[index].roundTrip = nil
        events.append(.away(ServerAway(memberId: id, away: true)))
        rememberHost(id, now)
        elect(.disconnected)
        settle(now)
    }

    /// Somebody goes, and gives the seat up.
    /// - Parameter mayReturn: as the same member, as after a page was loaded anew.
    package mutating func leave(_ id: String, _ reason: LeaveReason, mayReturn: Bool = false, at now: Double) {
        observe(now)
        dropKnocks { $0.newcomer.id == id }
        guard let member = member(id) else {
            departed[id] = nil
            return
        }
        if mayReturn {
            makeRoomForDeparted()
            departed[id] = DepartedMember(
                isDeputy: member.isDeputy, isInvitedHost: member.isInvitedHost, until: now + options.hostReturn)
            rememberHost(id, now)
        }
        remove(id, reason, now)
    }

    /// A room whose visitors only come and go must not grow.
    private mutating func makeRoomForDeparted() {
        guard departed.count >= options.departed else { return }
        if let first = departed.min(by: { $0.value.until < $1.value.until }) { departed[first.key] = nil }
    }

    mutating func remove(_ id: String, _ reason: LeaveReason, _ now: Double) {
        guard let index = index(id) else { return }
        members.remove(at: index)
        events.append(.left(ServerLeave(memberId: id, reason: reason)))
        elect(reason == .left || reason == .kicked ? .left : .disconnected)
        settle(now)
    }

    // MARK: The host's seat

    private mutating func rememberHost(_ id: String, _ now: Double) {
        // Whoever only stands in for a host does not take his right to come back.
        if id == hostID, formerHost == nil { formerHost = FormerHost(id: id, until: now + options.hostReturn) }
    }

    private mutating func restoreHost(_ id: String, _ now: Double) {
        if let host = formerHost, host.id == id {
            formerHost = nil
            if now < host.until, hostID != id { install(id, .returned) }
        }
        elect(.returned)
    }

    /// Gives the seat to whoever is next when its owner is not there: deputies first, then the longest present.
    mutating func elect(_ reason: HostChangeReason) {
        if let hostID, member(hostID)?.isPresent == true { return }
        let candidates = members.filter { $0.isPresent && $0.isPerson }
        if let next = candidates.first(where: \.isDeputy) ?? candidates.first { return install(next.id, reason) }
        guard let hostID, member(hostID) == nil else { return }
        self.hostID = members.first(where: \.isPerson)?.id
    }

    private mutating func seat(invitedHost id: String) {
        if let hostID, let host = member(hostID), host.isPresent, host.isInvitedHost {
            guard let index = index(id) else { return }
            members[index].isDeputy = true
        } else {
            formerHost = nil
            install(id, .joined)
        }
    }

    mutating func install(_ id: String, _ reason: HostChangeReason) {
        hostID = id
        events.append(.hostChanged(ServerHostChanged(hostId: id, reason: reason)))
        if !knocks.isEmpty { tellKnocks() }
    }
}

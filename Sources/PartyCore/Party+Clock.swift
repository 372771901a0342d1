import PartyProtocol

extension Party {
    /// Does what time brings: seats given up, a wait that is over, a film that has ended. To be called at `nextDeadline`, or more often.
    package mutating func advance(to now: Double) {
        observe(now)
        for member in members {
            if let until = member.awayUntil, now >= until { remove(member.id, .disconnected, now) }
        }
        departed = departed.filter { now < $0.value.until }
        forgetOldBans(now)
        if let host = formerHost, now >= host.until { formerHost = nil }
        dropKnocks { now >= $0.until }
        if let end = timeline.end, now >= end { finish(now) }
        reportSyncErrors(now)
        settle(now)
    }

    /// When `advance` has something to do next; `nil` when nothing will come of time alone.
    package var nextDeadline: Double? {
        var next = wait?.deadline ?? .infinity
        next = min(next, timeline.end ?? .infinity)
        if hasNewSyncErrors { next = min(next, syncErrorsDue) }
        for departed in departed.values { next = min(next, departed.until) }
        for knock in knocks { next = min(next, knock.until) }
        let waits = timeline.isRunning && policy.buffering == .wait
        // By index: asked after every message, and a copy of each member would cost more than all the rest.
        for index in members.indices { next = min(next, members[index].deadline(waits, lastNow)) }
        return next.isFinite ? next : nil
    }

    /// Moves all times with a clock that was set back: otherwise a wait of seconds could become one of hours.
    mutating func observe(_ now: Double) {
        let step = now - lastNow
        lastNow = now
        guard step < 0 else { return }
        timeline.anchor += step
        wait?.deadline += step
        formerHost?.until += step
        syncErrorsDue += step
        for id in departed.keys { departed[id]?.until += step }
        for index in bans.indices { bans[index].until += step }
        for index in knocks.indices { knocks[index].until += step }
        for index in members.indices { members[index].shift(by: step) }
    }

    private mutating func finish(_ now: Double) {
        timeline.moveAnchor(to: now)
        timeline.playing = false
        tell(.ended, now)
    }
}

extension PartyMember {
    /// When the seat is given up, or, where members are waited for, when this one counts again.
    fileprivate func deadline(_ isWaitedFor: Bool, _ now: Double) -> Double {
        let seat = awayUntil ?? .infinity
        guard isWaitedFor, player == .stalled, let excusedUntil, excusedUntil > now else { return seat }
        return min(seat, excusedUntil)
    }

    fileprivate mutating func shift(by step: Double) {
        awayUntil? += step
        excusedUntil? += step
        allowanceAt += step
        waits = waits.map { $0 + step }
    }
}

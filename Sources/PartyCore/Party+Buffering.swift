import PartyProtocol

extension Party {
    /// A member's player can play, cannot now, or is none. Reports about another film are old news.
    package mutating func report(
        _ state: PlayerState, duration: Double?, revision: Int, by id: String, at now: Double
    ) throws(PartyError) {
        observe(now)
        _ = try present(id)
        guard revision == timeline.revision, let index = index(id) else { return }
        if state != .stalled, members[index].player == .stalled { members[index].recover(now, options.excuse) }
        if state == .stalled, members[index].player != .stalled { members[index].stall(now, options) }
        members[index].player = state
        members[index].playerRevision = revision
        if let duration, duration > 0, timeline.film?.duration == nil, timeline.film != nil, mayControl(id) {
            timeline.film?.complete(duration: duration)
            timeline.position = timeline.limited(timeline.position)
            tell(.duration, now)
        }
        settle(now)
    }

    /// Whose film everyone waits for, or would if it played.
    func waitedFor(_ now: Double) -> [String] {
        guard policy.buffering == .wait else { return [] }
        return members.filter { $0.isWaitedFor(at: now, timeline.revision) }.map(\.id)
    }

    /// Makes everyone wait, or go on, as it has become right. Called after whatever could change it.
    mutating func settle(_ now: Double) {
        guard timeline.playing, timeline.film != nil else { return endWait() }
        let missing = waitedFor(now)
        guard timeline.held, let wait else {
            if !missing.isEmpty { beginWait(now) }
            return
        }
        if missing.isEmpty { return goOn(now) }
        guard now < wait.deadline else {
            excuseAll(missing)
            return goOn(now)
        }
        announce(missing)
    }

    /// Before a film begins to play: those who are not ready are waited for first.
    mutating func holdIfNeeded(_ now: Double) {
        let missing = waitedFor(now)
        guard !missing.isEmpty else { return }
        hold(missing, now)
    }

    private mutating func beginWait(_ now: Double) {
        schedule(now)
        hold(waitedFor(now), now)
        tell(.wait, now)
    }

    private mutating func hold(_ missing: [String], _ now: Double) {
        timeline.held = true
        wait = Wait(deadline: now + options.waitDeadline)
        announce(missing)
    }

    private mutating func goOn(_ now: Double) {
        schedule(now)
        endWait()
        tell(.goOn, now)
    }

    mutating func endWait() {
        timeline.held = false
        guard wait != nil else { return }
        wait = nil
        announceNobody()
    }

    mutating func excuseAll(_ ids: [String]) {
        for id in ids {
            guard let index = index(id) else { continue }
            members[index].excusedUntil = .infinity
        }
    }

    // MARK: Telling

    private mutating func announce(_ missing: [String]) {
        guard let wait, wait.told != missing else { return }
        self.wait?.told = missing
        events.append(.waiting(ServerWaiting(members: missing, deadline: wait.deadline)))
    }

    private mutating func announceNobody() { events.append(.waiting(ServerWaiting(members: []))) }

    /// For one who comes while everyone waits.
    package var waitingMessage: ServerWaiting? {
        wait.map { ServerWaiting(members: $0.told, deadline: $0.deadline) }
    }

    // MARK: How well everybody is together

    package mutating func reportSync(error: Double, revision: Int, by id: String, at now: Double) throws(PartyError) {
        observe(now)
        _ = try present(id)
        guard revision == timeline.revision, let index = index(id) else { return }
        members[index].syncErrors.record(error)
        if !hasNewSyncErrors { syncErrorsDue = now + options.syncErrorInterval }
        hasNewSyncErrors = true
    }

    mutating func reportSyncErrors(_ now: Double) {
        guard hasNewSyncErrors, now >= syncErrorsDue else { return }
        hasNewSyncErrors = false
        let list = members.compactMap { member -> SyncErrorDescription? in
            guard let p50 = member.syncErrors.percentile(0.5), let p95 = member.syncErrors.percentile(0.95) else {
                return nil
            }
            return SyncErrorDescription(memberId: member.id, p50: p50, p95: p95)
        }
        events.append(.syncErrors(ServerSyncErrors(members: list)))
    }

    /// Milliseconds that a member's last messages took there and back.
    package mutating func setRoundTrip(_ milliseconds: Double, of id: String) {
        guard let index = index(id), milliseconds.isFinite, milliseconds >= 0 else { return }
        members[index].roundTrip = milliseconds
    }
}

extension PartyMember {
    fileprivate func isWaitedFor(at now: Double, _ revision: Int) -> Bool {
        isPresent && player == .stalled && playerRevision == revision && now >= excusedUntil ?? -.infinity
    }

    /// Whoever stalls too often makes nobody wait any more for a while: otherwise one bad connection, or ill will, stops the film for all.
    fileprivate mutating func stall(_ now: Double, _ options: PartyOptions) {
        waits = waits.filter { now - $0 < 60_000 }
        guard waits.count < options.waitsPerMinute else {
            excusedUntil = max(excusedUntil ?? now, now + options.excuse)
            return
        }
        waits.append(now)
    }

    fileprivate mutating func recover(_ now: Double, _ excuse: Double) {
        if excusedUntil == .infinity { excusedUntil = now + excuse }
    }
}

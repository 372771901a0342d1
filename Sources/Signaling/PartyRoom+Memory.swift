import Access
import Edge
import Logging
import MediaCore
import MediaParameters
import MediaServer
import PartyCore
import PartyProtocol
import SessionStore

extension PartyRoom {
    // MARK: For a restart

    /// Keeps the room soon: what changes at once is kept at once.
    func save() {
        guard let store = surroundings.store, !isFrozen, saving == nil else { return }
        saving = Task { [weak self, time = surroundings.configuration.saveTime] in
            try await Task.sleep(for: time)
            await self?.saveNow(store)
        }
    }

    private func saveNow(_ store: SessionStore) {
        saving = nil
        guard !isFrozen, !members.isEmpty || party.isExpectingSomebody else { return }
        var snapshot = party.snapshot(
            id: id, sequence: log.last, tokens: tokens.hashes, at: surroundings.clock.now())
        snapshot.kickedTokens = tokens.kicked
        store.saveRoom(id) { [snapshot] in SnapshotText.encode(snapshot) }
    }

    /// The server goes: the room stays as it is now, for the next one.
    func freeze() async {
        await sampleForTheLastTime()
        guard let store = surroundings.store else { return }
        saving?.cancel()
        saveNow(store)
        isFrozen = true
    }

    // MARK: The record

    func beginSession(_ now: Double) {
        startSampling()
        guard session == nil else { return }
        var generator = SystemRandomNumberGenerator()
        session = RandomName.resource(using: &generator)
        record(.sessionStart, nil, [:], now)
    }

    /// Nobody will come back. At once, for another room may begin under this name.
    func forget() {
        sampling?.cancel()
        guard !isFrozen else { return }
        saving?.cancel()
        surroundings.store?.forgetRoom(id)
    }

    func endSession() {
        guard !isFrozen, session != nil else { return }
        record(.sessionEnd, nil, ["reason": endReason], surroundings.clock.now())
        session = nil
    }

    func record(_ kind: AuditKind, _ member: String?, _ detail: [String: String], _ now: Double) {
        guard let store = surroundings.store, !isFrozen else { return }
        let second = party.timeline.film == nil ? nil : party.timeline.position(at: now)
        store.record(
            AuditEvent(
                at: now, kind: kind, room: id, session: session, member: member, filmSecond: second, detail: detail))
    }

    /// What the audit trail keeps of an event; what was said is nobody's business.
    func record(_ event: PartyEvent, _ now: Double) {
        switch event {
        case .left(let leave): record(.leave, leave.memberId, ["reason": leave.reason.rawValue], now)
        case .away(let away) where away.away: record(.away, away.memberId, [:], now)
        case .hostChanged(let change):
            record(.role, change.hostId, ["role": "host", "reason": change.reason.rawValue], now)
        case .role(let role):
            record(.role, role.memberId, ["role": role.role.rawValue, "by": role.by ?? ""], now)
        case .policy(let policy): record(.policy, policy.by, policy.policy.detail, now)
        case .timeline(let timeline): record(timeline, now)
        case .waiting(let waiting): for id in waiting.members { record(.stall, id, [:], now) }
        case .muteRequest(let id, let request):
            record(.mute, id, ["by": request.by, "source": request.source.rawValue], now)
        case .kicked(let id, let actor): record(.kick, id, ["by": actor], now)
        case .turnedAway(let id): record(.refused, id, ["reason": "not let in"], now)
        default: break
        }
    }

    private func record(_ timeline: ServerTimeline, _ now: Double) {
        guard timeline.cause != .duration else { return }
        var detail = ["position": String(timeline.position)]
        if timeline.cause == .film {
            detail["film"] = timeline.film?.kind.rawValue
            detail["url"] = timeline.film?.url
            detail["title"] = timeline.film?.title
            return record(.url, timeline.by, detail, now)
        }
        var actor = timeline.by
        if timeline.cause == .wait, actor != nil {
            // Somebody pressed play; that everyone waits first, for a film that is not ready, is nobody's deed.
            detail["control"] = TimelineCause.play.rawValue
            record(.control, actor, detail, now)
            actor = nil
        }
        detail["control"] = timeline.cause.rawValue
        if timeline.cause == .rate { detail["rate"] = String(timeline.rate) }
        record(.control, actor, detail, now)
    }
}

extension PartyPolicy {
    fileprivate var detail: [String: String] {
        [
            "control": control.rawValue, "buffering": buffering.rawValue, "admission": admission.rawValue,
            "invite": invite.rawValue,
            "locked": String(locked),
        ]
    }
}

import Access
import Edge
import Logging
import MediaCore
import MediaParameters
import MediaServer
import PartyCore
import PartyProtocol
import SessionStore

/// How good it is: measured as long as somebody is there, kept each ten seconds, told to whoever operates the server.
extension PartyRoom {
    // MARK: What members say

    /// How far a member's film is from the party's.
    func reportSync(_ error: Double, revision: Int, by memberID: String) throws(PartyError) {
        try act { party, now throws(PartyError) in
            try party.reportSync(error: error, revision: revision, by: memberID, at: now)
        }
        if revision == party.timeline.revision { measure(memberID) { meter, _ in meter.wasOff(by: error) } }
    }

    /// Milliseconds that a member's signaling takes there and back.
    func setRoundTrip(_ milliseconds: Double, of memberID: String) {
        party.setRoundTrip(milliseconds, of: memberID)
        measure(memberID) { meter, _ in meter.answered(in: milliseconds) }
    }

    /// What only the client can see.
    func note(_ report: ClientQualityReport, by memberID: String) {
        let isNews = measure(memberID) { meter, now in
            meter.froze(report.freezes)
            return meter.takes(report.detour?.rawValue, at: now)
        }
        guard isNews == true, let detour = report.detour, let index = index(of: memberID) else { return }
        let path = members[index].path ?? "none"
        record(.path, memberID, ["path": path, "why": detour.rawValue], surroundings.clock.now())
    }

    @discardableResult
    private func measure<Value>(_ memberID: String, _ body: (inout QualityMeter, Double) -> Value) -> Value? {
        guard index(of: memberID) != nil else { return nil }
        let now = surroundings.clock.now()
        return body(&meters[memberID, default: QualityMeter(at: party.member(memberID)?.joinedAt ?? now)], now)
    }

    // MARK: What the media plane counts

    /// Reads what members' transports have carried: one question for the room.
    /// - Parameter age: milliseconds for which what was read last is good enough.
    private func readMedia(olderThan age: Double = 0) async {
        let now = surroundings.clock.now()
        let wanted = members.filter { meters[$0.id]?.isOlder(than: age, at: now) ?? true }.compactMap(\.transport)
        guard !wanted.isEmpty else { return }
        let found = await surroundings.media.statistics(of: wanted)
        for member in members {
            guard let transport = member.transport, let statistics = found[transport] else { continue }
            measure(member.id) { meter, now in meter.read(statistics, of: transport, path: member.path, at: now) }
        }
    }

    /// A member's transport is closed, or another one is in its place: what it carried since it was read counts too.
    func keepLast(of transport: TransportID, of member: Member) {
        guard surroundings.store != nil else { return }
        let before = farewell
        farewell = Task {
            await before?.value
            guard let last = await self.surroundings.media.statistics(of: [transport])[transport] else { return }
            let now = self.surroundings.clock.now()
            self.meters[member.id, default: QualityMeter(at: now)]
                .read(last, of: transport, path: member.path, at: now)
        }
    }

    // MARK: Samples

    /// Begins to keep samples, unless nobody wants them.
    func startSampling() {
        guard surroundings.store != nil, sampling == nil else { return }
        sampling = Task { [weak self, time = surroundings.configuration.sampleTime] in
            while true {
                try await Task.sleep(for: time)
                guard let self else { return }
                await self.sample()
            }
        }
    }

    /// Keeps how good it was for each member since the last time.
    func sample() async {
        await readMedia()
        guard let session else { return }
        for member in members {
            guard meters[member.id]?.isIdle == false || party.member(member.id)?.isPresent == true else { continue }
            keep(member, in: session)
        }
    }

    private func keep(_ member: Member, in session: String) {
        guard let store = surroundings.store, !isFrozen else { return }
        let sample = measure(member.id) { meter, now in
            meter.takeSample(of: member, room: id, session: session, at: now)
        }
        if let sample { store.record(sample) }
    }

    /// The last of a member who has gone: what was measured since the last sample, what went through the relay, and all of it in a few numbers.
    /// Then the member's media ends, after what it has carried was read.
    func sayFarewell(to member: Member) {
        let (before, session) = (farewell, session)
        farewell = Task {
            await before?.value
            await self.close(member, session)
            await member.membership?.end()
        }
    }

    private func close(_ member: Member, _ session: String?) async {
        let known = meters.removeValue(forKey: member.id)
        guard let store = surroundings.store, let session, !isFrozen else { return }
        let now = surroundings.clock.now()
        var meter = known ?? QualityMeter(at: now)
        if let transport = member.transport, let last = await surroundings.media.statistics(of: [transport])[transport]
        {
            meter.read(last, of: transport, path: member.path, at: now)
        }
        if !meter.isIdle {
            store.record(meter.takeSample(of: member, room: id, session: session, at: now))
        }
        recordRelay(of: member, &meter, session, now)
        store.record(AuditEvent(at: now, kind: .summary, room: id, session: session, member: member.id))
    }

    private func recordRelay(of member: Member, _ meter: inout QualityMeter, _ session: String, _ now: Double) {
        guard let bytes = meter.takeRelayed() else { return }
        let detail = ["bytesIn": String(bytes.in), "bytesOut": String(bytes.out), "path": member.path ?? "none"]
        surroundings.store?.record(
            AuditEvent(at: now, kind: .relay, room: id, session: session, member: member.id, detail: detail))
    }

    /// The server goes: whatever has been measured is kept before nothing is any more.
    func sampleForTheLastTime() async {
        sampling?.cancel()
        await farewell?.value
        guard surroundings.store != nil else { return }
        await sample()
        guard let session else { return }
        let now = surroundings.clock.now()
        for member in members {
            guard var meter = meters[member.id] else { continue }
            recordRelay(of: member, &meter, session, now)
            meters[member.id] = meter
        }
    }

    // MARK: The room now

    /// The room as it is now, with what its media carries measured over the last moments.
    func overview() async -> RoomOverview {
        await readMedia(olderThan: 500)
        let now = surroundings.clock.now()
        let timeline = party.timelineMessage(at: now)
        return RoomOverview(
            id: id, session: surroundings.store == nil ? nil : session, members: members.map(overview),
            viewers: viewerCount,
            knocking: party.knocksMessage.knocks.count, locked: party.policy.locked,
            film: party.timeline.film?.description, position: party.timeline.position(at: now),
            playing: timeline.playing || timeline.held, held: timeline.held, rate: timeline.rate)
    }

    private func overview(_ member: Member) -> MemberOverview {
        let (seat, meter) = (party.member(member.id), meters[member.id])
        return MemberOverview(
            id: member.id, name: member.name, role: party.role(of: member.id).rawValue,
            client: member.legacy != nil ? "first-extension" : seat?.isPerson == false ? "whip" : "page",
            joinedAt: seat?.joinedAt ?? 0, away: seat?.isPresent == false, path: member.path, detour: meter?.detour,
            bitrateIn: meter?.incoming, bitrateOut: meter?.outgoing, loss: meter?.loss,
            roundTrip: meter?.roundTrip, syncErrorP50: seat?.syncErrors.percentile(0.5),
            syncErrorP95: seat?.syncErrors.percentile(0.95))
    }
}

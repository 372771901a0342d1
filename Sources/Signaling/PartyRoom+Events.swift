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
    /// Does what a member asks of the party, and tells everyone what came of it.
    func act<Value: Sendable>(
        _ body: @Sendable (inout Party, Double) throws(PartyError) -> Value
    ) throws(PartyError) -> Value {
        let now = surroundings.clock.now()
        defer { publish(now) }
        return try body(&party, now)
    }

    /// Tells what has happened in the party: to its members, and to the record.
    func publish(_ now: Double) {
        let events = party.takeEvents()
        for event in events {
            tell(event, now)
            record(event, now)
        }
        schedule(now)
        if events.contains(where: Self.isKept) { save() }
    }

    /// How far films are apart is told every few seconds, and means nothing after a restart.
    private static func isKept(_ event: PartyEvent) -> Bool {
        if case .syncErrors = event { false } else { true }
    }

    private func tell(_ event: PartyEvent, _ now: Double) {
        switch event {
        case .joined(let id): tellJoined(id)
        case .left(let leave): remove(leave)
        case .away(let away): broadcast(away)
        case .hostChanged(let change): broadcast(change)
        case .role(let role): broadcast(role)
        case .policy(let policy): broadcast(policy)
        case .timeline(let timeline): broadcast(timeline)
        case .waiting(let waiting): broadcast(waiting)
        case .said(let entry): broadcast(entry)
        case .syncErrors(let errors): send(MessageText.encode(errors)) { _ in true }
        case .muteRequest(let id, let request): send(request, to: [id])
        case .knocks(let knocks): send(knocks, to: members.map(\.id).filter(party.leads))
        case .admitted(let id): candidates[id]?.admitted()
        case .turnedAway(let id): candidates.removeValue(forKey: id)?.turnedAway()
        case .kicked(let id, _): expel(id, now)
        }
        tellLegacy(event, now)
    }

    private func tellJoined(_ id: String) {
        guard let index = index(of: id) else { return }
        broadcast(ServerJoin(member: describe(members[index])), except: id)
    }

    private func remove(_ leave: ServerLeave) {
        guard let index = index(of: leave.memberId) else { return }
        let member = members.remove(at: index)
        if leave.reason == .kicked { tokens.kick(leave.memberId) }
        broadcast(leave, except: leave.memberId)
        logger.info("left", metadata: ["member": "\(leave.memberId)", "reason": "\(leave.reason.rawValue)"])
        sayFarewell(to: member)
        if let resource = member.resource {
            Task { [farewell] in
                await farewell?.value
                await resource.end(.removed)
            }
        }
    }

    private func expel(_ id: String, _ now: Double) {
        guard let index = index(of: id) else { return }
        surroundings.access.withdraw(members[index].membership?.personalInvitation, now: now)
        members[index].listener?.kicked()
        members[index].listener = nil
        expelViewers(like: members[index].network)
    }

    /// Whoever was removed may watch by WHEP as well; nobody can tell which viewer that is, but where from.
    private func expelViewers(like network: String?) {
        guard let network else { return }
        for viewer in watching.values where viewer.network == network { Task { await viewer.end(.kicked) } }
    }

    // MARK: Sending

    /// Numbered, so that whoever comes back learns what was missed.
    func broadcast(_ message: some ServerMessage, except memberID: String? = nil) {
        let text = log.append(MessageText.encode(message), except: memberID)
        send(text) { $0 != memberID }
    }

    private func send(_ message: some ServerMessage, to ids: [String]) {
        send(MessageText.encode(message)) { ids.contains($0) }
    }

    /// One text for all, so that a large room costs little more than a small one.
    private func send(_ text: String, to isMeant: (String) -> Bool) {
        let receivers = members.compactMap { isMeant($0.id) ? $0.listener?.receiver : nil }
        if !receivers.isEmpty { WebSocket.send(WebSocketText(text), to: receivers) }
    }

    /// The timeline for one who asks.
    func timeline() -> ServerTimeline { party.timelineMessage(at: surroundings.clock.now()) }
}

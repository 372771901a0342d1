import Access
import Edge
import Logging
import MediaCore
import MediaParameters
import MediaServer
import PartyCore
import PartyProtocol
import SessionStore

/// What members with the first extension hear and say. They know no schedule: they are told what is so now.
extension PartyRoom {
    private var legacyMembers: [Member] { members.filter { $0.legacy != nil } }

    // MARK: Coming and going

    /// A socket that has not noticed yet that it is dead gives way to a newer one from the same place; false when the name belongs to somebody else, which
    /// whoever still answers is.
    func makeWay(for user: String, from host: String) async -> Bool {
        guard let member = members.first(where: { $0.id == user }) else { return true }
        guard let link = member.legacy,
            AccessControl.network(of: link.socket.remoteHost) == AccessControl.network(of: host),
            await !link.socket.answers()
        else { return !members.contains { $0.id == user } }
        link.socket.close(.replaced)
        await leaveLegacy(user, .left, socket: link.socket)
        return true
    }

    /// Leaves by this socket, unless a newer one has the place already.
    func leaveLegacy(_ user: String, _ reason: LeaveReason, socket: WebSocket) async {
        guard let link = members.first(where: { $0.id == user })?.legacy, link.socket.isSame(as: socket) else { return }
        await leave(user, reason)
    }

    /// What the party is at, and who is already there: they make the offers.
    func greetLegacy(_ user: String) {
        var state = LegacyReply("ROOM_STATE")
        guard fillState(&state) else { return }
        state.hostUserId = party.hostID
        sendLegacy(state, to: [user])
    }

    /// The extension joins again on the same socket after a page was loaded anew.
    func rejoin(_ user: String) {
        greetLegacy(user)
        tellLegacyJoined(user)
    }

    private func tellLegacyJoined(_ user: String) {
        var join = LegacyReply("JOIN", userId: user, roomId: id)
        join.timestamp = surroundings.clock.now()
        sendLegacy(join, to: legacyMembers.map(\.id).filter { $0 != user })
    }

    // MARK: Between them

    /// Passes a text on as it is: to one, or to all others. False when the one is not here.
    @discardableResult
    func relay(_ text: String, to target: String?, from user: String) -> Bool {
        let others = legacyMembers.filter { $0.id != user && (target == nil || $0.id == target) }
        for member in others { member.legacy?.socket.send(text) }
        return target == nil || !others.isEmpty
    }

    func answerSync(_ request: LegacyMessage, _ text: String, from user: String) {
        var answer = LegacyReply("SYNC_RESPONSE", roomId: id)
        guard fillState(&answer) else {
            relay(text, to: nil, from: user)
            return
        }
        answer.to = user
        answer.fromUserId = "server"
        answer.respectAutoPlay = request.respectAutoPlay
        sendLegacy(answer, to: [user])
    }

    /// Where a member's film is; it counts as a report like any other's.
    func place(_ user: String, _ position: Double, _ isPlaying: Bool) {
        guard let index = index(of: user) else { return }
        let now = surroundings.clock.now()
        members[index].legacy?.currentTime = position
        members[index].legacy?.isPlaying = isPlaying
        members[index].legacy?.lastUpdate = now
        guard party.timeline.isRunning, isPlaying else { return }
        let error = (position - party.timeline.position(at: now)) * 1000
        guard abs(error) < 86_400_000 else { return }
        try? reportSync(error, revision: party.timeline.revision, by: user)
    }

    /// Puts a player back to where the party is, after its user did what the rules do not allow.
    func correctLegacy(_ user: String) {
        sendLegacy(control(party.timelineMessage(at: surroundings.clock.now()), by: "server"), to: [user])
    }

    // MARK: What happens in the party

    func tellLegacy(_ event: PartyEvent, _ now: Double) {
        guard members.contains(where: { $0.legacy != nil }) else { return }
        switch event {
        case .joined(let id): if members.first(where: { $0.id == id })?.legacy != nil { tellLegacyJoined(id) }
        case .left(let leave):
            var text = LegacyReply("LEAVE", userId: leave.memberId, roomId: id)
            text.timestamp = now
            sendLegacy(text, to: legacyMembers.map(\.id))
        case .hostChanged(let change):
            var text = LegacyReply("HOST_CHANGED")
            text.newHostUserId = change.hostId
            sendLegacy(text, to: legacyMembers.map(\.id))
        case .timeline(let timeline): tellLegacy(timeline)
        default: break
        }
    }

    private func tellLegacy(_ timeline: ServerTimeline) {
        // Whoever did it has done it already, unless the party did something else.
        let others = legacyMembers.map(\.id).filter { $0 != timeline.by || timeline.cause == .wait }
        switch timeline.cause {
        case .play, .goOn, .pause, .wait, .ended: sendLegacy(control(timeline, by: timeline.by ?? "server"), to: others)
        case .seek:
            var text = LegacyReply("SEEK", userId: timeline.by ?? "server", roomId: id)
            text.currentTime = Self.place(timeline)
            text.isPlaying = timeline.playing
            sendLegacy(text, to: others)
        case .film:
            var text = LegacyReply("URL_CHANGE", userId: timeline.by ?? "server", roomId: id)
            text.url = party.timeline.film?.netflixAddress
            if text.url != nil { sendLegacy(text, to: others) }
        case .rate, .duration, .sync: break
        }
    }

    private func control(_ timeline: ServerTimeline, by user: String) -> LegacyReply {
        var text = LegacyReply("PLAY_PAUSE", userId: user, roomId: id)
        text.control = timeline.playing ? "play" : "pause"
        text.currentTime = Self.place(timeline)
        return text
    }

    /// A film that begins to play a moment from now is that moment further back now.
    private static func place(_ timeline: ServerTimeline) -> Double {
        guard timeline.playing else { return timeline.position }
        return max(0, timeline.position - (timeline.applyAt - timeline.serverTime) / 1000 * timeline.rate)
    }

    /// False while nothing is played that the extension can open.
    private func fillState(_ text: inout LegacyReply) -> Bool {
        guard let url = party.timeline.film?.netflixAddress else { return false }
        let timeline = party.timelineMessage(at: surroundings.clock.now())
        text.url = url
        text.currentTime = Self.place(timeline)
        text.isPlaying = timeline.playing
        return true
    }

    private func sendLegacy(_ message: LegacyReply, to ids: [String]) {
        guard !ids.isEmpty else { return }
        let text = MessageText.encode(message)
        for member in legacyMembers where ids.contains(member.id) { member.legacy?.socket.send(text) }
    }

    // MARK: Its popup

    /// What the popup shows of its own room; `nil` when nobody with the first extension is here from that network.
    func legacyStatus(from network: String) -> LegacyStatus.Room? {
        guard
            legacyMembers.contains(where: { AccessControl.network(of: $0.legacy?.socket.remoteHost ?? "") == network })
        else { return nil }
        let now = surroundings.clock.now()
        let timeline = party.timelineMessage(at: now)
        return LegacyStatus.Room(
            roomId: id, userCount: members.count, hostUserId: party.hostID,
            currentUrl: party.timeline.film?.netflixAddress,
            currentTime: timeline.position, isPlaying: timeline.playing, lastUpdate: LegacyStatus.date(now),
            users: members.map { member in
                LegacyStatus.User(
                    userId: member.id, currentTime: member.legacy?.currentTime ?? timeline.position,
                    isPlaying: member.legacy?.isPlaying ?? timeline.playing,
                    lastUpdate: LegacyStatus.date(member.legacy?.lastUpdate ?? now))
            })
    }
}

import Access
import Edge
import Logging
import MediaCore
import MediaParameters
import MediaServer
import PartyCore
import PartyProtocol
import SessionStore

/// What a member says: passed on to its membership, its room or its party.
extension Session: ClientMessageReceiver {
    // MARK: Media

    func receive(_ offer: ClientOffer) async { await joined(ClientOffer.type)?.receive(offer) }
    func receive(_ view: ClientView) async { await joined(ClientView.type)?.receive(view) }
    func receive(_ media: ClientMedia) async { await joined(ClientMedia.type)?.receive(media) }

    func receive(_ ping: ClientPing) async {
        if case .knocking = state { return pong(ping) }
        guard let membership = await joined(ClientPing.type) else { return }
        pong(ping)
        guard let roundTrip = ping.roundTrip else { return }
        await membership.room.setRoundTrip(roundTrip, of: membership.id)
    }

    private func pong(_ ping: ClientPing) {
        let received = hub.clock.now()
        let pong = ServerPong(timestamp: ping.timestamp, received: received, sent: hub.clock.now())
        socket.send(MessageText.encode(pong))
    }

    // MARK: The film

    func receive(_ command: ClientPlayPause) async {
        let action = command.playing ? PlaybackCommand.Action.play : PlaybackCommand.Action.pause
        await perform(action(command.position), command.revision, command.id, ClientPlayPause.type)
    }

    func receive(_ command: ClientSeek) async {
        await perform(.seek(command.position), command.revision, command.id, ClientSeek.type)
    }

    func receive(_ command: ClientRate) async {
        await perform(.rate(command.rate), command.revision, command.id, ClientRate.type)
    }

    func receive(_ command: ClientURLChange) async {
        do {
            let film = try Film(command.film)
            let action = PlaybackCommand.Action.film(
                film, position: command.position ?? 0, playing: command.playing ?? false)
            await perform(action, command.revision, command.id, ClientURLChange.type)
        } catch {
            guard await joined(ClientURLChange.type) != nil else { return }
            await complain(.badInput, "film refused")
            fail(.badFilm, error.description, in: ClientURLChange.type)
        }
    }

    private func perform(_ action: PlaybackCommand.Action, _ revision: Int, _ id: String, _ type: String) async {
        await act(type) { party, member, now throws(PartyError) in
            try party.perform(PlaybackCommand(action, by: member, revision: revision, id: id), at: now)
        }
    }

    func receive(_ request: ClientRequestSync) async {
        guard let membership = await joined(ClientRequestSync.type) else { return }
        send(await membership.room.timeline())
    }

    func receive(_ report: ClientBuffering) async {
        await act(ClientBuffering.type) { party, member, now throws(PartyError) in
            try party.report(
                report.state, duration: report.duration, revision: report.revision, by: member, at: now)
        }
    }

    func receive(_ report: ClientSyncReport) async {
        await attempt(ClientSyncReport.type) { membership throws(PartyError) in
            try await membership.room.reportSync(report.error, revision: report.revision, by: membership.id)
        }
    }

    func receive(_ report: ClientQualityReport) async {
        guard let membership = await joined(ClientQualityReport.type) else { return }
        await membership.room.note(report, by: membership.id)
    }

    // MARK: Rights

    func receive(_ change: ClientRole) async {
        await act(ClientRole.type) { party, member, now throws(PartyError) in
            try party.setRole(change.role, of: change.memberId, by: member, at: now)
        }
    }

    func receive(_ change: ClientPolicy) async {
        await act(ClientPolicy.type) { party, member, now throws(PartyError) in
            try party.setPolicy(
                control: change.control, buffering: change.buffering, admission: change.admission,
                invite: change.invite, by: member, at: now)
        }
    }

    func receive(_ lock: ClientLock) async {
        await act(ClientLock.type) { party, member, now throws(PartyError) in
            try party.lock(lock.locked, by: member, at: now)
        }
    }

    func receive(_ kick: ClientKick) async {
        await act(ClientKick.type) { party, member, now throws(PartyError) in
            try party.kick(kick.memberId, by: member, at: now)
        }
    }

    func receive(_ request: ClientMuteRequest) async {
        await act(ClientMuteRequest.type) { party, member, now throws(PartyError) in
            try party.requestMute(
                ServerMuteRequest(source: request.source, by: member), of: request.memberId, at: now)
        }
    }

    func receive(_ admission: ClientAdmit) async {
        await act(ClientAdmit.type) { party, member, now throws(PartyError) in
            try party.admit(admission.memberId, by: member, at: now)
        }
    }

    func receive(_ refusal: ClientRefuse) async {
        await act(ClientRefuse.type) { party, member, now throws(PartyError) in
            try party.refuse(refusal.memberId, by: member, at: now)
        }
    }

    func receive(_ request: ClientInvite) async {
        guard let membership = await joined(ClientInvite.type) else { return }
        do throws(InvitationRefusal) {
            send(try await membership.invite(request.id))
        } catch {
            await complain(.badInput, ClientInvite.type + ": " + error.code.rawValue)
            fail(error.code, error.description, in: ClientInvite.type)
        }
    }

    // MARK: What is said

    func receive(_ chat: ClientChat) async {
        let longest = hub.configuration.chatLength
        guard chat.text.count <= longest else {
            let text = "text must have at most \(longest) characters."
            return fail(.badMessage, text, in: ClientChat.type, limit: "max-chat-length")
        }
        await act(ClientChat.type) { party, member, now throws(PartyError) in
            try party.say(.chat, chat.text, id: chat.id, by: member, at: now)
        }
    }

    func receive(_ reaction: ClientReaction) async {
        await act(ClientReaction.type) { party, member, now throws(PartyError) in
            try party.say(.reaction, reaction.text, by: member, at: now)
        }
    }

    // MARK: Who may

    /// Does something to the party in the member's name, or tells the client why not.
    private func act(
        _ type: String, _ body: @escaping @Sendable (inout Party, String, Double) throws(PartyError) -> Void
    ) async {
        await attempt(type) { membership throws(PartyError) in
            let id = membership.id
            try await membership.room.act { party, now throws(PartyError) in try body(&party, id, now) }
        }
    }

    private func attempt(_ type: String, _ body: (Membership) async throws(PartyError) -> Void) async {
        guard let membership = await joined(type) else { return }
        do {
            try await body(membership)
        } catch {
            await complain(.badInput, type + ": " + error.code.rawValue)
            fail(error.code, error.description, in: type, limit: error.limit)
        }
    }

    /// The membership, or an error to the client when it has none.
    private func joined(_ type: String) async -> Membership? {
        if case .joined(let membership) = state { return membership }
        if case .over = state { return nil }
        await complain(.badInput, type + ": not joined")
        fail(.notJoined, "JOIN must come first.", in: type)
        return nil
    }
}

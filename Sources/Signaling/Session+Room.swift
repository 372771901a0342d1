import Edge
import Logging
import MediaCore
import PartyProtocol

/// What a session hears of its room.
struct SessionListener: RoomListener {
    let session: Session

    func send(_ text: String) { session.socket.send(text) }

    func publisherAppeared(_ memberID: String) {
        Task { await session.publisherAppeared(memberID) }
    }
}

extension Session: ClientMessageReceiver {
    func receive(_ join: ClientJoin) async {
        guard case .fresh = state else {
            return fail(.alreadyJoined, "This socket has joined a room already.", in: ClientJoin.type)
        }
        guard join.version == PartyLimits.version else { return refuse(version: join.version) }
        do {
            try await enter(await hub.reserve(memberID, in: join.roomId), as: join.name)
        } catch {
            logger.info("refused", metadata: ["room": "\(join.roomId)", "reason": "\(error.code.rawValue)"])
            fail(error.code, error.description, in: ClientJoin.type)
            socket.close(error == .draining ? .restarting : Self.limitReached)
        }
    }

    private func refuse(version: Int) {
        let spoken = "This server speaks version \(PartyLimits.version), not \(version)."
        fail(.unsupportedVersion, spoken, in: ClientJoin.type)
        socket.close(Self.wrongVersion)
    }

    private func enter(_ room: PartyRoom, as name: String) async throws(EntryError) {
        let media = MediaSession(room: room, media: hub.media, participantID: memberID) { [weak self] event in
            await self?.handle(event)
        }
        state = .joined(room, media)
        let member = Member(id: memberID, name: name, listener: SessionListener(session: self))
        let servers = await hub.relayDesk.servers(room: room.id, member: memberID)
        await room.announce(member) { [socket, hub, memberID] others in
            let limits = ServerLimits(membersPerRoom: hub.configuration.membersPerRoom)
            let welcome = ServerWelcome(
                roomId: room.id, memberId: memberID, serverTime: hub.clock.now(),
                iceServers: servers, limits: limits, members: others)
            socket.send(MessageText.encode(welcome))
        }
    }

    func receive(_ leave: ClientLeave) async {
        await finish(.left)
        socket.close(.normal)
    }

    func receive(_ media: ClientMedia) async {
        guard let (room, session) = joined(ClientMedia.type) else { return }
        var changed = tracks
        for track in media.tracks {
            if let index = changed.firstIndex(where: { $0.mid == track.mid }) {
                changed[index] = track
            } else {
                changed.append(track)
            }
        }
        guard changed.count <= PartyLimits.mediaSections else {
            return fail(
                .badMessage, "tracks must have at most \(PartyLimits.mediaSections) mids.", in: ClientMedia.type)
        }
        await setTracks(changed, room, session)
    }

    func receive(_ ping: ClientPing) async {
        guard joined(ClientPing.type) != nil else { return }
        let received = hub.clock.now()
        send(ServerPong(timestamp: ping.timestamp, received: received, sent: hub.clock.now()))
    }

    func setTracks(_ tracks: [TrackDescription], _ room: PartyRoom, _ session: MediaSession) async {
        self.tracks = tracks
        await session.setTracks(tracks.map { TrackLabel(mid: $0.mid, source: $0.source, muted: $0.muted) })
        await room.setTracks(tracks, of: memberID)
    }

    /// The room, or an error to the client when it has none.
    func joined(_ type: String) -> (PartyRoom, MediaSession)? {
        if case .joined(let room, let media) = state { return (room, media) }
        if case .fresh = state { fail(.notJoined, "JOIN must come first.", in: type) }
        return nil
    }
}

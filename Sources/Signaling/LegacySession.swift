import Access
import Edge
import Logging
import MediaCore
import MediaParameters
import MediaServer
import PartyCore
import PartyProtocol
import SessionStore

/// A client of the first extension: speaks its protocol with it, and does in the party what it wants, as far as anybody may.
///
/// A user is whoever the socket said first, acts only in the room of the socket, and reaches only members of it.
actor LegacySession {
    /// A newcomer's page tells its own address, which is none of the party's business yet.
    private static let settling: Double = 5_000

    private let session: Session
    private nonisolated var socket: WebSocket { session.socket }
    private nonisolated var hub: PartyHub { session.hub }
    private var userID = ""
    private(set) var room: PartyRoom?
    private var joinedAt: Double = 0

    init(session: Session) { self.session = session }

    /// Where its user is.
    var seat: (id: String, room: PartyRoom)? { room.map { (userID, $0) } }

    /// - Throws: as `MessageText.decode`.
    func handle(_ text: String) async throws {
        let message = try MessageText.decodeLegacy(text)
        if message.type == .join { return await join(message) }
        if message.type == .ping { return pong() }
        guard let room, isOwn(message, room) else { return await refuse(message) }
        await act(message, text, room)
    }

    /// Somebody else's name, another room, or none.
    private func isOwn(_ message: LegacyMessage, _ room: PartyRoom) -> Bool {
        message.roomId == room.id
            && [message.userId, message.from, message.fromUserId].allSatisfy { $0 == nil || $0 == userID }
    }

    private func refuse(_ message: LegacyMessage) async {
        await session.complain(.badInput, "\(message.type.rawValue): not of this member and room")
        await session.fail(
            .notAllowed, "userId and roomId must be those of this connection's JOIN.", in: message.type.rawValue)
    }

    private func act(_ message: LegacyMessage, _ text: String, _ room: PartyRoom) async {
        switch message.type {
        case .leave: await leave()
        case .offer, .answer, .candidate: await relay(message, text, room)
        case .syncResponse: await answerSync(message, text, room)
        case .playPause: await playPause(message, text, room)
        case .seek: await seek(message, text, room)
        case .urlChange: await changeFilm(message, room)
        case .positionUpdate: await room.place(userID, message.currentTime ?? 0, message.isPlaying ?? false)
        case .requestSync: await room.answerSync(message, text, from: userID)
        case .syncPlayback, .join, .ping: break
        }
    }

    /// Only to members of the room.
    private func relay(_ message: LegacyMessage, _ text: String, _ room: PartyRoom) async {
        guard await !room.relay(text, to: message.to, from: userID) else { return }
        await session.complain(.badInput, "\(message.type.rawValue): unknown_member")
        await session.fail(.unknownMember, "Nobody else here has this userId.", in: message.type.rawValue)
    }

    /// Tells another where its film is; the other's page goes to the address that stands in it.
    private func answerSync(_ message: LegacyMessage, _ text: String, _ room: PartyRoom) async {
        do {
            if let url = message.url { _ = try Film(FilmDescription(kind: .netflix, url: url)) }
            await relay(message, text, room)
        } catch {
            await refuseFilm(error, message)
        }
    }

    private func refuseFilm(_ error: any Error, _ message: LegacyMessage) async {
        await session.complain(.badInput, "\(message.type.rawValue): film refused")
        await session.fail(.badFilm, "\(error)", in: message.type.rawValue)
    }

    // MARK: Coming and going

    private func join(_ message: LegacyMessage) async {
        guard let user = message.userId, let roomID = message.roomId, userID.isEmpty || user == userID else {
            return await refuse(message)
        }
        if let room, room.id == roomID { return await room.rejoin(userID) }
        await leave()
        userID = user
        do {
            try await enter(roomID)
        } catch {
            if let kind = error.auditKind { await session.complain(kind, error.reason, room: roomID) }
            await session.fail(error.code, error.description, in: message.type.rawValue, limit: error.limit)
            socket.close(error.close)
        }
    }

    private func enter(_ roomID: String) async throws(EntryError) {
        try hub.countJoin(from: socket.remoteHost)
        _ = try await hub.access.admit(nil, to: roomID, from: socket.remoteHost, now: hub.clock.now())
        if let existing = await hub.find(roomID) {
            guard await existing.makeWay(for: userID, from: socket.remoteHost) else {
                throw .party(.notAllowed("Somebody else in this room has this userId."))
            }
        }
        let room = try await hub.reserve(userID, in: roomID)
        joinedAt = hub.clock.now()
        let marks = MemberMarks(address: AccessControl.network(of: socket.remoteHost))
        var arrival = Arrival(
            newcomer: Newcomer(id: userID, name: userID, marks: marks), listener: LegacyListener(socket: socket))
        arrival.legacy = LegacyLink(socket: socket, lastUpdate: joinedAt)
        arrival.detail = await session.connection.merging(["client": "first extension"]) { $1 }
        do throws(PartyError) {
            guard try await room.enter(arrival) == .entered else { throw .locked }
            self.room = room
            await room.greetLegacy(userID)
        } catch {
            await room.leave(userID, .removed)
            throw .party(error)
        }
    }

    private func leave() async {
        guard let room else { return }
        self.room = nil
        await room.leaveLegacy(userID, .left, socket: socket)
    }

    /// Its socket is gone; the extension expects to be told at once.
    func finish(_ departure: Departure) async {
        guard let room else { return }
        self.room = nil
        await room.leaveLegacy(userID, departure.reason, socket: socket)
    }

    private func pong() {
        var reply = LegacyReply("PONG")
        reply.timestamp = hub.clock.now()
        socket.send(MessageText.encode(reply))
    }

    // MARK: The film

    private func playPause(_ message: LegacyMessage, _ text: String, _ room: PartyRoom) async {
        guard let control = message.control else { return await refuse(message) }
        let action: PlaybackCommand.Action =
            control == .play ? .play(position: message.currentTime) : .pause(position: message.currentTime)
        await perform([action], text, room)
    }

    private func seek(_ message: LegacyMessage, _ text: String, _ room: PartyRoom) async {
        guard let position = message.currentTime else { return await refuse(message) }
        var actions = [PlaybackCommand.Action.seek(position)]
        if let isPlaying = message.isPlaying, await room.timeline().playing != isPlaying {
            actions.append(isPlaying ? .play(position: position) : .pause(position: position))
        }
        await perform(actions, text, room)
    }

    private func perform(_ actions: [PlaybackCommand.Action], _ text: String, _ room: PartyRoom) async {
        let user = userID
        do {
            try await room.act { party, now throws(PartyError) in
                for action in actions { try party.perform(PlaybackCommand(action, by: user), at: now) }
            }
        } catch PartyError.noFilm {
            // Before anybody has said what is played, these clients agree among themselves.
            await room.relay(text, to: nil, from: userID)
        } catch {
            await session.complain(.badInput, error.code.rawValue)
            await room.correctLegacy(userID)
        }
    }

    private func changeFilm(_ message: LegacyMessage, _ room: PartyRoom) async {
        guard let url = message.url else { return await refuse(message) }
        let settles = hub.clock.now() - joinedAt < Self.settling
        let user = userID
        do {
            let film = try Film(FilmDescription(kind: .netflix, url: url))
            try await room.act { party, now throws(PartyError) in
                if let old = party.timeline.film, old.isSame(as: film) || settles && party.hostID != user { return }
                let action = PlaybackCommand.Action.film(film, position: 0, playing: false)
                try party.perform(PlaybackCommand(action, by: user), at: now)
            }
        } catch {
            await refuseFilm(error, message)
        }
    }
}

import Access
import Edge
import Logging
import MediaCore
import MediaParameters
import MediaServer
import PartyCore
import PartyProtocol
import SessionStore

extension Session {
    func receive(_ join: ClientJoin) async {
        guard case .fresh = state else {
            return fail(.alreadyJoined, "This socket has joined a room already.", in: ClientJoin.type)
        }
        guard join.version == PartyLimits.version else { return refuse(version: join.version) }
        let longest = hub.configuration.nameLength
        guard join.name.count <= longest else {
            let text = "name must have at most \(longest) characters."
            return fail(.badMessage, text, in: ClientJoin.type, limit: "max-name-length")
        }
        do {
            try hub.countJoin(from: socket.remoteHost)
            if let token = join.resume, try await comeBack(join, token) { return }
            try await enter(join)
        } catch {
            await refuse(join, error)
        }
    }

    private func refuse(_ join: ClientJoin, _ error: EntryError) async {
        if let kind = error.auditKind { await complain(kind, error.reason, room: join.roomId) }
        fail(error.code, error.description, in: ClientJoin.type, limit: error.limit)
        socket.close(error.close)
    }

    private func refuse(version: Int) {
        let spoken = "This server speaks version \(PartyLimits.version), not \(version)."
        fail(.unsupportedVersion, spoken, in: ClientJoin.type)
        socket.close(WebSocketClose(code: 1002, reason: "protocol version"))
    }

    // MARK: As somebody new

    private func enter(_ join: ClientJoin) async throws(EntryError) {
        let invitation = try await hub.access.admit(
            join.token, to: join.roomId, from: socket.remoteHost, now: hub.clock.now())
        do {
            var generator = SystemRandomNumberGenerator()
            let id = RandomName.member(using: &generator)
            let room = try await hub.reserve(id, in: join.roomId)
            let membership = Membership(id: id, room: room, hub: hub, invitation: invitation, logger: logger)
            try await arrive(membership, newcomer(id, join.name, invitation), isAdmitted: false)
        } catch {
            hub.access.giveBack(invitation)
            throw error
        }
    }

    private func newcomer(_ id: String, _ name: String, _ invitation: Invitation?) -> Newcomer {
        Newcomer(
            id: id, name: invitation?.name ?? name,
            role: invitation.flatMap { MemberRole(rawValue: $0.role.rawValue) } ?? .member,
            marks: MemberMarks(invitation, from: socket.remoteHost))
    }

    private func arrive(
        _ membership: Membership, _ newcomer: Newcomer, isAdmitted: Bool
    ) async throws(EntryError) {
        let listener = SessionListener(session: self, membership: membership)
        var arrival = Arrival(newcomer: newcomer, membership: membership, listener: listener, candidate: listener)
        arrival.isAdmitted = isAdmitted
        arrival.detail = connection
        state = .joined(membership)
        await membership.attach(self)
        let servers = await hub.relayDesk.servers(room: membership.room.id, member: membership.id)
        do {
            let entrance = try await membership.room.enter(arrival) { [socket] welcome in
                socket.send(MessageText.encode(welcome.with(servers)))
            }
            guard entrance == .knocking else { return }
            state = .knocking(membership, newcomer)
            send(ServerKnocking(roomId: membership.room.id))
        } catch {
            state = .fresh
            await membership.room.leave(membership.id, .removed)
            await membership.end()
            throw .party(error)
        }
    }

    /// Somebody has opened.
    func admitted() async {
        guard case .knocking(let membership, let newcomer) = state else { return }
        do {
            try await arrive(membership, newcomer, isAdmitted: true)
        } catch {
            fail(error.code, error.description, in: ClientJoin.type, limit: error.limit)
            socket.close(error.close)
        }
    }

    // MARK: As somebody from before

    /// False when the token is good for no seat: then the client comes in as anybody.
    private func comeBack(_ join: ClientJoin, _ token: String) async throws(EntryError) -> Bool {
        guard await !hub.isDraining else { throw .draining }
        guard let room = await hub.find(join.roomId) else { return false }
        if await room.isKicked(token) { throw .party(.kicked) }
        guard let seat = await room.redeem(token) else { return false }
        let membership =
            seat.membership ?? Membership(id: seat.id, room: room, hub: hub, invitation: nil, logger: logger)
        let listener = SessionListener(session: self, membership: membership)
        var arrival = Arrival(
            newcomer: Newcomer(
                id: seat.id, name: join.name, marks: MemberMarks(membership.invitation, from: socket.remoteHost)),
            membership: membership, listener: listener)
        arrival.detail = connection
        state = .joined(membership)
        await membership.attach(self)
        let servers = await hub.relayDesk.servers(room: room.id, member: seat.id)
        do {
            let isBack = try await room.comeBack(arrival, seen: join.seq) { [socket] welcome, missed in
                socket.send(MessageText.encode(welcome.with(servers)))
                for text in missed { socket.send(text) }
            }
            if isBack { await membership.sendSlotsAgain() } else { await stayOut(membership) }
            return isBack
        } catch {
            await stayOut(membership)
            throw .party(error)
        }
    }

    private func stayOut(_ membership: Membership) async {
        state = .fresh
        await membership.end()
    }

    // MARK: Going

    func receive(_ leave: ClientLeave) async {
        leaveReason = .left
        socket.close(.normal)
    }
}

import Access
import Bytes
import Edge
import Logging
import MediaCore
import MediaParameters
import MediaServer
import PartyCore
import PartyProtocol
import SessionStore

/// One WebSocket: reads its messages one after the other, and acts on them.
actor Session {
    enum State {
        case fresh
        /// Before the door.
        case knocking(Membership, Newcomer)
        case joined(Membership)
        case over
    }

    nonisolated let socket: WebSocket
    nonisolated let hub: PartyHub
    let logger: Logger

    var state = State.fresh
    /// Speaks for the client when it is one of the older extension.
    var legacy: LegacySession?
    private var flood: FloodGuard
    var leaveReason: LeaveReason?

    init(socket: WebSocket, hub: PartyHub, logger: Logger) {
        self.socket = socket
        self.hub = hub
        self.logger = logger
        let configuration = hub.configuration
        flood = FloodGuard(perSecond: configuration.messagesPerSecond, burst: configuration.messageBurst)
    }

    // MARK: From beginning to end

    func run(_ messages: WebSocketMessages) async {
        await hub.begin(self)
        if await hub.isDraining { drain() }
        let deadline = expectJoin()
        for await text in messages { await handle(text) }
        deadline.cancel()
        await finish(await socket.closure())
        await hub.end(self)
    }

    private func expectJoin() -> Task<Void, any Error> {
        Task { [weak self, time = hub.configuration.joinTime] in
            try await Task.sleep(for: time)
            await self?.closeUnlessJoined()
        }
    }

    private func closeUnlessJoined() async {
        guard case .fresh = state, legacy == nil else { return }
        let close = WebSocketClose(code: 1008, reason: "JOIN did not come in time")
        await complain(.refused, close.reason)
        socket.close(close)
    }

    private func finish(_ closure: WebSocketClosure?) async {
        if case .server(let close) = closure, close.isOffence {
            await complain(.badInput, "closed with \(close.code): \(close.reason)")
        }
        let last = state
        state = .over
        await legacy?.finish(Departure(closure, said: leaveReason))
        switch last {
        case .joined(let membership): await depart(membership, Departure(closure, said: leaveReason))
        case .knocking(let membership, _):
            await membership.room.leave(membership.id, .left)
            await membership.end()
            hub.access.giveBack(membership.invitation)
        case .fresh, .over: break
        }
    }

    private func depart(_ membership: Membership, _ departure: Departure) async {
        guard await membership.detach(self) else { return }
        switch departure {
        case .lost: await membership.room.lose(membership.id)
        case .mayReturn: await membership.room.leave(membership.id, .left, mayReturn: true)
        case .gone(let reason): await membership.room.leave(membership.id, reason)
        }
    }

    /// Tells the client that the server goes; it comes back to another one, or to this one in a few seconds.
    func drain() {
        leaveReason = .removed
        fail(EntryError.draining.code, EntryError.draining.description)
        socket.close(.restarting)
    }

    // MARK: Messages

    private func handle(_ text: String) async {
        switch flood.verdict(at: ContinuousClock.now) {
        case .pass: break
        case .warn:
            let text = "At most \(hub.configuration.messagesPerSecond) messages a second."
            return fail(.rateLimited, text, limit: "max-messages")
        case .drop: return
        case .close: return socket.close(.flood)
        }
        do {
            if case .fresh = state, try await beginLegacy(text) { return }
            if let legacy { return try await legacy.handle(text) }
            let message = try MessageText.decode(text)
            await message.deliver(to: self)
        } catch let error as ClientMessageError {
            await complain(.badInput, [error.cause, error.code.rawValue].compactMap(\.self).joined(separator: ": "))
            fail(error.code, error.message, in: error.cause)
        } catch {
            socket.close(error as? JSONGuardError == .tooLong ? .tooBig : .badJSON)
        }
    }

    func send(_ message: some ServerMessage) { socket.send(MessageText.encode(message)) }

    func fail(_ code: ErrorCode, _ message: String, in cause: String? = nil, limit: String? = nil) {
        send(ServerError(code: code, message: message, cause: cause, limit: limit))
    }

    // MARK: The record

    /// Keeps what a client may not do.
    func complain(_ kind: AuditKind, _ reason: String, room: String? = nil) async {
        await hub.complain(kind, reason, detail: connection, room: room, of: seat)
    }

    private var seat: (id: String, room: PartyRoom)? {
        get async {
            if case .joined(let membership) = state { return (membership.id, membership.room) }
            return await legacy?.seat
        }
    }

    /// Where the client is, and what it says it is.
    var connection: [String: String] {
        var detail = ["address": socket.remoteHost]
        detail["agent"] = socket.userAgent
        return detail
    }
}

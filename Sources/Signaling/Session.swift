import Edge
import Logging
import MediaCore
import Negotiation
import PartyProtocol

/// One WebSocket: reads its messages one after the other, and acts on them.
actor Session {
    enum State {
        case fresh
        case joined(PartyRoom, MediaSession)
        case over
    }

    nonisolated let socket: WebSocket
    nonisolated let hub: PartyHub
    nonisolated let memberID: String
    let logger: Logger

    var state = State.fresh
    var tracks: [TrackDescription] = []
    var view: [ViewStream] = []
    /// What the media plane last said of the slots.
    var slots: [SlotOccupancy] = []
    /// Counts what changes the map of slots, and which of that the client has been told.
    var slotsVersion = 0
    var toldVersion = 0
    /// While an offer is being answered the map waits, for it would name slots that the client does not know yet.
    var isAnswering = false
    private var flood: FloodGuard
    private var leaveReason: LeaveReason?

    init(socket: WebSocket, hub: PartyHub, logger: Logger) {
        var generator = SystemRandomNumberGenerator()
        memberID = RandomName.member(using: &generator)
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
        let closure = await socket.closure()
        await finish(leaveReason ?? Self.reason(of: closure))
        await hub.end(self)
    }

    private func expectJoin() -> Task<Void, any Error> {
        Task { [weak self, time = hub.configuration.joinTime] in
            try await Task.sleep(for: time)
            await self?.closeUnlessJoined()
        }
    }

    private func closeUnlessJoined() {
        if case .fresh = state { socket.close(WebSocketClose(code: 1008, reason: "JOIN did not come in time")) }
    }

    func finish(_ reason: LeaveReason) async {
        guard case .joined(let room, let media) = state else {
            state = .over
            return
        }
        state = .over
        await media.close()
        await hub.relayDesk.end(memberID)
        await room.leave(memberID, reason)
    }

    private static func reason(of closure: WebSocketClosure?) -> LeaveReason {
        switch closure {
        case .peer, .server(.normal): .left
        case .server(.silent): .timeout
        case .server: .removed
        case .lost, nil: .disconnected
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
        case .warn: return fail(.rateLimited, "At most \(hub.configuration.messagesPerSecond) messages a second.")
        case .drop: return
        case .close: return socket.close(.flood)
        }
        do {
            let message = try MessageText.decode(text)
            await message.deliver(to: self)
        } catch let error as ClientMessageError {
            fail(error.code, error.message, in: error.cause)
        } catch {
            socket.close(error as? JSONGuardError == .tooLong ? .tooBig : .badJSON)
        }
    }

    func send(_ message: some ServerMessage) { socket.send(MessageText.encode(message)) }

    func fail(_ code: ErrorCode, _ message: String, in cause: String? = nil) {
        send(ServerError(code: code, message: message, cause: cause))
    }
}

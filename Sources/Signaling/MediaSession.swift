import MediaCore
import MediaParameters
import MediaServer
import Negotiation

/// One participant's negotiation and transport, whether its offers come by WebSocket, WHIP or WHEP.
actor MediaSession {
    private let room: PartyRoom
    private let media: MediaServer
    private let participantID: String
    private let allowed: MediaDirection
    private let observer: @Sendable (TransportEvent) async -> Void

    private var negotiation = NegotiationSession()
    private var transport: MediaTransport?
    private var events: Task<Void, Never>?
    private var isNegotiating = false
    private var isClosed = false

    /// - Parameters:
    ///   - allowed: the directions the client may use, from its point of view.
    ///   - observer: told what happens to the transport, in order.
    init(
        room: PartyRoom, media: MediaServer, participantID: String, allowed: MediaDirection = .sendrecv,
        observer: @escaping @Sendable (TransportEvent) async -> Void
    ) {
        self.room = room
        self.media = media
        self.participantID = participantID
        self.allowed = allowed
        self.observer = observer
    }

    // MARK: Offers

    /// Answers an offer and puts it into force. An offer from a new peer connection of the same client gets a new transport.
    /// - Parameter agreed: called when the offer is known to be good, before the media plane hears of it.
    func answer(
        _ offer: String, agreed: @Sendable (MediaPlan) async throws -> Void = { _ in }
    ) async throws -> NegotiatedAnswer {
        try await exclusively {
            do {
                return try await agree(on: offer, agreed)
            } catch  where Self.asksForNewTransport(error) {
                await closeTransport()
                return try await agree(on: offer, agreed)
            }
        }
    }

    private func agree(
        on offer: String, _ agreed: @Sendable (MediaPlan) async throws -> Void
    ) async throws -> NegotiatedAnswer {
        var next = negotiation
        var generator = SystemRandomNumberGenerator()
        let local = await local()
        let answer = try next.answer(to: offer, local: local, allowing: allowed, using: &generator)
        try await agreed(answer.plan)
        try await opened().apply(answer.plan)
        negotiation = next
        return answer
    }

    /// Another certificate, or a transport that the media plane has given up meanwhile.
    private static func asksForNewTransport(_ error: any Error) -> Bool {
        switch error {
        case let error as NegotiationError: error.reason == .fingerprintChanged
        case let error as MediaError: error == .securityChanged || error == .noSuchTransport
        default: false
        }
    }

    // MARK: Fragments

    /// Takes a fragment of `application/trickle-ice-sdpfrag`; answers `nil` unless it restarts ICE.
    func restart(_ fragment: String) async throws -> NegotiatedAnswer? {
        try await exclusively {
            var next = negotiation
            var generator = SystemRandomNumberGenerator()
            let local = await local()
            let answer = try next.restart(fragment: fragment, local: local, using: &generator)
            if let answer { try await opened().apply(answer.plan) }
            negotiation = next
            return answer
        }
    }

    /// Two negotiations at once would each build on a state that the other is about to replace.
    private func exclusively<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        guard !isNegotiating else { throw MediaSessionError.busy }
        guard !isClosed else { throw MediaSessionError.closed }
        isNegotiating = true
        defer { isNegotiating = false }
        return try await body()
    }

    private func local() async -> LocalTransport {
        LocalTransport(fingerprint: media.fingerprint, candidates: media.candidates, worker: await room.worker())
    }

    // MARK: Transport

    private func opened() async throws -> MediaTransport {
        if let transport { return transport }
        let (stream, continuation) = AsyncStream.makeStream(of: TransportEvent.self)
        let opened = try await room.openTransport { continuation.yield($0) }.transport
        guard !isClosed else {
            await opened.close()
            throw MediaSessionError.closed
        }
        transport = opened
        await room.bind(opened.id, to: participantID)
        events = Task { [weak self, observer] in
            for await event in stream {
                guard case .closed = event else {
                    await observer(event)
                    continue
                }
                // Nothing follows, and nobody says so to the stream.
                await self?.forget(opened.id)
                return await observer(event)
            }
        }
        return opened
    }

    private func forget(_ id: TransportID) async {
        guard transport?.id == id else { return }
        transport = nil
        negotiation = NegotiationSession()
        await room.bind(nil, to: participantID)
    }

    private func closeTransport() async {
        events?.cancel()
        let old = transport
        transport = nil
        negotiation = NegotiationSession()
        await old?.close()
    }

    func close() async {
        isClosed = true
        await closeTransport()
    }

    var hasTransport: Bool { transport != nil }

    // MARK: What is sent and shown

    func setTracks(_ labels: [TrackLabel]) async { await transport?.setTracks(labels) }

    func setView(_ requests: [StreamRequest]) async { await transport?.setView(requests) }

    /// The receive slots agreed upon, all empty.
    var emptySlots: [SlotOccupancy] {
        negotiation.plan?.slots.map { SlotOccupancy(mid: $0.mid, kind: $0.kind, publisher: nil, source: nil) } ?? []
    }
}

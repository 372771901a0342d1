import Logging
import MediaCore
import MediaParameters
import Negotiation
import PartyCore
import PartyProtocol

/// A WHIP or WHEP session (RFC 9725 §4.2): begins with a POST, and ends with DELETE, or when its connectivity is gone for too long.
actor MediaResource {
    nonisolated let id: String
    nonisolated let kind: ResourceKind
    nonisolated let room: PartyRoom
    nonisolated let participantID: String
    /// Where the client is, and what it says it is.
    nonisolated let origin: [String: String]
    private nonisolated let hub: PartyHub
    private let logger: Logger

    private var media: MediaSession?
    /// Names the ICE session (RFC 9725 §4.3.1): another after each restart.
    private(set) var entityTag: String
    private var absence: Task<Void, any Error>?
    private var isOver = false

    /// The participant has a place in the room already, and gives it back when the resource ends.
    init(
        kind: ResourceKind, room: PartyRoom, participantID: String, origin: [String: String], hub: PartyHub,
        logger: Logger
    ) {
        var generator = SystemRandomNumberGenerator()
        id = RandomName.resource(using: &generator)
        entityTag = Self.freshTag()
        self.kind = kind
        self.room = room
        self.participantID = participantID
        self.origin = origin
        self.hub = hub
        self.logger = logger
    }

    /// See `AccessControl.network`.
    nonisolated var network: String { AccessControl.network(of: origin["address"] ?? "") }

    private static func freshTag() -> String {
        var generator = SystemRandomNumberGenerator()
        return "\"" + RandomName.member(using: &generator).dropFirst(2) + "\""
    }

    // MARK: Offer

    /// Answers the offer of the POST; ends at once when it cannot.
    func begin(offer: String, as newcomer: Newcomer) async throws -> String {
        let media = MediaSession(
            room: room, media: hub.media, participantID: participantID, allowed: kind.allowed
        ) { [weak self] event in await self?.handle(event) }
        self.media = media
        do {
            let answer = try await media.answer(offer) { [kind] plan in
                if kind == .whip { try await self.announce(newcomer, plan) }
            }
            await media.setTracks(
                Self.tracks(of: answer.plan).map { TrackLabel(mid: $0.mid, source: $0.source, muted: $0.muted) })
            await hub.keep(self)
            return answer.sdp
        } catch {
            await end(.removed)
            throw error
        }
    }

    private func announce(_ newcomer: Newcomer, _ plan: MediaPlan) async throws(PartyError) {
        // A camera leads nobody, whatever the invitation says.
        var member = newcomer
        member.role = .member
        var arrival = Arrival(newcomer: member, resource: self, tracks: Self.tracks(of: plan))
        arrival.detail = origin
        guard try await room.enter(arrival) == .entered else {
            throw .notAllowed("Newcomers knock at this room, and a publisher by WHIP cannot.")
        }
    }

    /// WHIP says nothing of what an m-line carries, so the first of a kind is the person and the next a screen.
    private static func tracks(of plan: MediaPlan) -> [TrackDescription] {
        var sources: [MediaKind: [TrackSource]] = [.audio: [.screenAudio, .microphone], .video: [.screen, .camera]]
        return plan.uplinks.compactMap { uplink in
            guard let source = sources[uplink.kind]?.popLast() else { return nil }
            return TrackDescription(mid: uplink.mid, source: source, muted: false)
        }
    }

    // MARK: Fragments

    /// Takes the fragment of a PATCH; answers `nil` unless it restarted ICE.
    func restart(_ fragment: String) async throws -> String? {
        guard let media, let answer = try await media.restart(fragment) else { return nil }
        entityTag = Self.freshTag()
        return answer.sdp
    }

    // MARK: End

    private func handle(_ event: TransportEvent) async {
        switch event {
        case .connected(let address, let path):
            absence?.cancel()
            logger.info(
                "media connected",
                metadata: [
                    "resource": "\(kind.rawValue)", "member": "\(participantID)", "address": "\(address)",
                    "path": "\(path.rawValue)",
                ])
            await room.setPath(path.rawValue, of: participantID)
        case .disconnected:
            await room.setPath(nil, of: participantID)
            awaitReturn()
        case .slots: break
        case .closed(let reason):
            logger.info("media closed", metadata: ["member": "\(participantID)", "reason": "\(reason.rawValue)"])
            await end(reason == .closedByPeer ? .left : .disconnected)
        }
    }

    private func awaitReturn() {
        absence?.cancel()
        absence = Task { [weak self, time = hub.configuration.absenceTime] in
            try await Task.sleep(for: time)
            await self?.end(.disconnected)
        }
    }

    func end(_ reason: LeaveReason) async {
        guard !isOver else { return }
        isOver = true
        absence?.cancel()
        await hub.drop(self)
        await media?.close()
        await hub.relayDesk.end(participantID)
        await room.leave(participantID, reason)
    }
}

import Bytes
import Edge
import Logging
import MediaCore
import MediaParameters
import Negotiation
import PartyProtocol

extension Session {
    static let limitReached = WebSocketClose(code: 1008, reason: "a limit is reached")
    static let wrongVersion = WebSocketClose(code: 1002, reason: "protocol version")

    func receive(_ offer: ClientOffer) async {
        guard let (room, session) = joined(ClientOffer.type) else { return }
        isAnswering = true
        do {
            let answer = try await session.answer(offer.sdp)
            send(ServerAnswer(id: offer.id, sdp: answer.sdp))
            slotsVersion += 1
            await setTracks(Self.known(offer.tracks, in: answer.plan), room, session)
            await applyView()
        } catch {
            logger.info(
                "offer refused", metadata: ["member": "\(memberID)", "reason": "\(LogText.escaped("\(error)"))"])
            fail(.badOffer, Self.explanation(error), in: ClientOffer.type)
        }
        isAnswering = false
        await sendSlots(room, session)
    }

    /// Only m-lines that send can carry a track.
    private static func known(_ tracks: [TrackDescription], in plan: MediaPlan) -> [TrackDescription] {
        tracks.filter { track in plan.uplinks.contains { $0.mid == track.mid } }
    }

    private static func explanation(_ error: any Error) -> String {
        switch error {
        case let error as NegotiationError: error.description
        case MediaSessionError.busy: "the offer before this one is still being answered"
        case MediaError.duplicateSSRC(let ssrc): "the SSRC \(ssrc) stands in two m-lines"
        default: "the media plane refused it: \(error)"
        }
    }

    // MARK: Slots

    func handle(_ event: TransportEvent) async {
        guard case .joined(let room, let session) = state else { return }
        switch event {
        case .connected(let address, let path):
            logger.info(
                "media connected",
                metadata: ["member": "\(memberID)", "address": "\(address)", "path": "\(path.rawValue)"])
        case .disconnected:
            logger.info("media disconnected", metadata: ["member": "\(memberID)"])
        case .slots(let slots):
            self.slots = slots
            slotsVersion += 1
            if !isAnswering { await sendSlots(room, session) }
        case .closed(let reason):
            slots = []
            logger.info("media closed", metadata: ["member": "\(memberID)", "reason": "\(reason.rawValue)"])
        }
    }

    /// Sends the whole map when it has changed: every slot agreed upon, with whoever is known to be in it. What changes while the names are being
    /// looked up makes the map old, so it is looked up again.
    private func sendSlots(_ room: PartyRoom, _ session: MediaSession) async {
        while toldVersion < slotsVersion {
            let version = slotsVersion
            let agreed = await session.emptySlots
            let map = await room.describe(agreed.map { empty in slots.first { $0.mid == empty.mid } ?? empty })
            guard version == slotsVersion, toldVersion < version else { continue }
            toldVersion = version
            send(ServerSlots(slots: map))
        }
    }

    // MARK: View

    func receive(_ view: ClientView) async {
        guard joined(ClientView.type) != nil else { return }
        self.view = view.streams
        await applyView()
    }

    /// A view may name members before they can be watched.
    func publisherAppeared(_ memberID: String) async {
        if view.contains(where: { $0.memberId == memberID }) { await applyView() }
    }

    private func applyView() async {
        guard case .joined(let room, let session) = state else { return }
        var requests: [StreamRequest] = []
        for stream in view {
            guard let publisher = await room.transport(of: stream.memberId) else { continue }
            requests.append(
                StreamRequest(
                    publisher: publisher, source: stream.source, height: stream.height, pinned: stream.pinned))
        }
        await session.setView(requests)
    }
}

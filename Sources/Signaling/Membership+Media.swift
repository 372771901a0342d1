import Access
import Bytes
import Edge
import Logging
import MediaCore
import MediaParameters
import MediaServer
import Negotiation
import PartyCore
import PartyProtocol
import SessionStore

extension Membership {
    func receive(_ offer: ClientOffer) async {
        isAnswering = true
        do {
            let answer = try await media.answer(offer.sdp)
            send(ServerAnswer(id: offer.id, sdp: answer.sdp))
            slotsVersion += 1
            await setTracks(Self.known(offer.tracks, in: answer.plan))
            await applyView()
        } catch {
            await complain("OFFER: \(Self.explanation(error))")
            fail(.badOffer, Self.explanation(error), in: ClientOffer.type)
        }
        isAnswering = false
        await sendSlots()
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

    // MARK: Tracks

    func receive(_ media: ClientMedia) async {
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
        await setTracks(changed)
    }

    private func setTracks(_ tracks: [TrackDescription]) async {
        self.tracks = tracks
        await media.setTracks(tracks.map { TrackLabel(mid: $0.mid, source: $0.source, muted: $0.muted) })
        await room.setTracks(tracks, of: id)
    }

    // MARK: Slots

    func handle(_ event: TransportEvent) async {
        switch event {
        case .connected(let address, let path):
            logger.info(
                "media connected",
                metadata: ["member": "\(id)", "address": "\(address)", "path": "\(path.rawValue)"])
            await room.setPath(path.rawValue, of: id)
        case .disconnected:
            logger.info("media disconnected", metadata: ["member": "\(id)"])
            await room.setPath(nil, of: id)
        case .slots(let slots):
            self.slots = slots
            slotsVersion += 1
            if !isAnswering { await sendSlots() }
        case .closed(let reason):
            slots = []
            logger.info("media closed", metadata: ["member": "\(id)", "reason": "\(reason.rawValue)"])
        }
    }

    /// For a client that has come back, and may have missed the last map.
    func sendSlotsAgain() async {
        guard await media.hasTransport else { return }
        slotsVersion += 1
        await sendSlots()
    }

    /// Sends the whole map when it has changed: every slot agreed upon, with whoever is known to be in it. What changes while the names are being
    /// looked up makes the map old, so it is looked up again.
    private func sendSlots() async {
        while toldVersion < slotsVersion {
            let version = slotsVersion
            let agreed = await media.emptySlots
            let map = await room.describe(agreed.map { empty in slots.first { $0.mid == empty.mid } ?? empty })
            guard version == slotsVersion, toldVersion < version else { continue }
            toldVersion = version
            send(ServerSlots(slots: map))
        }
    }

    // MARK: View

    func receive(_ view: ClientView) async {
        self.view = view.streams
        await applyView()
    }

    /// A view may name members before they can be watched.
    func publisherAppeared(_ memberID: String) async {
        if view.contains(where: { $0.memberId == memberID }) { await applyView() }
    }

    private func applyView() async {
        var requests: [StreamRequest] = []
        for stream in view {
            guard let publisher = await room.transport(of: stream.memberId) else { continue }
            requests.append(
                StreamRequest(
                    publisher: publisher, source: stream.source, height: stream.height, pinned: stream.pinned))
        }
        await media.setView(requests)
    }
}

import Bytes
import EventLoop
import Probe
import SecureTransport
import Synchronization

/// Publishes sound into a room of its own by WHIP and listens to it there by WHEP, both over one path.
struct MediaProbe {
    /// How many have to come back: most of a second of sound.
    static let packets = 40

    let place: ServerPlace
    var admission = Admission.open
    var patience = TimeSpan.seconds(6)
    /// A path without an answer for so long is taken for closed.
    var silence = TimeSpan.seconds(3)

    /// What the server offers, without using it.
    func offers() async throws(ProbeError) -> (session: ProbeSession, reply: HTTPReply) {
        let certificate = try Self.certificate()
        let room = admission.room
        let (_, session, reply) = try await enter("whip", room, certificate)
        await leave(reply, room)
        return (session, reply)
    }

    func run(_ path: MediaPath) async -> MediaOutcome {
        do throws(ProbeError) {
            let certificate = try Self.certificate()
            let room = admission.room
            let (offer, session, publisher) = try await enter("whip", room, certificate)
            let (listenOffer, listenSession, listener) = try await enter("whep", room, certificate)
            let links = (
                try await MediaLink.open(path, place, session, RelayOffer.all(in: publisher)),
                try await MediaLink.open(path, place, listenSession, RelayOffer.all(in: listener))
            )
            let end = Flag()
            async let sending = attend(offer, session, certificate, links.0, end)
            async let receiving = attend(listenOffer, listenSession, certificate, links.1, end)
            let outcome = MediaOutcome(sender: await sending, receiver: await receiving)
            await leave(publisher, room)
            await leave(listener, room)
            return outcome
        } catch {
            return MediaOutcome(problem: error)
        }
    }

    // MARK: Signaling (RFC 9725)

    private func enter(
        _ kind: String, _ room: String, _ certificate: DTLSCertificate
    ) async throws(ProbeError) -> (ProbeOffer, ProbeSession, HTTPReply) {
        var generator = SystemRandomNumberGenerator()
        let offer = ProbeOffer(isSender: kind == "whip", fingerprint: certificate.fingerprint, using: &generator)
        let reply = try await http(room).send("POST", "/\(kind)/\(room)", body: offer.sdp, type: "application/sdp")
        guard reply.status == 201 else { throw .refused(status: reply.status, body: reply.body) }
        guard let session = ProbeSession(answer: reply.body) else { throw .unreadableAnswer }
        return (offer, session, reply)
    }

    /// An offer of one's own making, or lines added to a good one.
    func post(room: String? = nil, body: String? = nil, extra: [String] = []) async throws(ProbeError) -> HTTPReply {
        var generator = SystemRandomNumberGenerator()
        let offer = ProbeOffer(isSender: true, fingerprint: try Self.certificate().fingerprint, using: &generator)
        let room = room ?? admission.room
        let text = body ?? offer.sdp + extra.map { $0 + "\r\n" }.joined()
        return try await http(room).send("POST", "/whip/\(room)", body: text, type: "application/sdp")
    }

    private func leave(_ reply: HTTPReply, _ room: String) async {
        guard let location = reply.first("location") else { return }
        let path =
            location.hasPrefix("http")
            ? "/" + location.split(separator: "/").dropFirst(2).joined(separator: "/") : location
        _ = try? await http(room).send("DELETE", path)
    }

    private func http(_ room: String) async -> HTTPProbe {
        let token = await admission.token(for: room)
        return HTTPProbe(place: place, fields: token.map { [("Authorization", "Bearer \($0)")] } ?? [])
    }

    private static func certificate() throws(ProbeError) -> DTLSCertificate {
        do { return try DTLSCertificate() } catch { throw .unreachable("no certificate can be made: \(error)") }
    }

    // MARK: Media

    private final class Flag: Sendable {
        private let value = Atomic(false)
        var isSet: Bool { value.load(ordering: .relaxed) }
        func set() { value.store(true, ordering: .relaxed) }
    }

    private func attend(
        _ offer: ProbeOffer, _ session: ProbeSession, _ certificate: DTLSCertificate, _ link: MediaLink, _ end: Flag
    ) async -> ProbeProgress {
        defer { if !offer.isSender { end.set() } }
        var link = link
        let peer = ProbePeer(offer: offer, session: session, certificate: certificate)
        let start = MonotonicClock.now()
        for await event in link.events {
            let now = MonotonicClock.now()
            if case .closed = event { break }
            if case .received(let bytes) = event {
                for datagram in link.datagrams(in: bytes) { peer.receive(datagram, now: now) }
            }
            link.advance(to: now)
            if link.isReady { peer.advance(to: now) }
            for datagram in peer.takeOutbox() { link.send(datagram) }
            if isOver(peer.progress, now - start) || end.isSet || link.refusal != nil { break }
        }
        await link.close()
        var progress = peer.progress
        progress.refusal = link.refusal
        return progress
    }

    private func isOver(_ progress: ProbeProgress, _ time: TimeSpan) -> Bool {
        if progress.hasFailed || progress.packetsReceived >= Self.packets || time > patience { return true }
        return progress.roundTrip == nil && time > silence
    }
}

import Bytes
import EventLoop
import Probe
import SecureTransport

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
        let (visit, reply) = try await enter("whip", admission.room)
        await leave(reply, visit.room)
        return (visit.session, reply)
    }

    /// Has a session in a room where nobody is while the body runs, and leaves after it, whatever happened.
    func stay<Result: Sendable>(_ body: (MediaVisit) async throws(ProbeError) -> Result) async throws(ProbeError)
        -> Result
    {
        let (visit, reply) = try await enter("whip", admission.room)
        do throws(ProbeError) {
            let result = try await body(visit)
            await leave(reply, visit.room)
            return result
        } catch {
            await leave(reply, visit.room)
            throw error
        }
    }

    func run(_ path: MediaPath) async -> MediaOutcome {
        do throws(ProbeError) {
            let room = admission.room
            let (speaker, published) = try await enter("whip", room)
            let (listener, played) = try await enter("whep", room)
            let links = (try await MediaLink.open(path, speaker), try await MediaLink.open(path, listener))
            let end = EndSignal()
            async let sending = attend(speaker, links.0, end)
            async let receiving = attend(listener, links.1, end)
            let outcome = MediaOutcome(sender: await sending, receiver: await receiving)
            await leave(published, room)
            await leave(played, room)
            return outcome
        } catch {
            return MediaOutcome(problem: error)
        }
    }

    // MARK: Signaling (RFC 9725)

    /// - Parameter kind: `whip` or `whep`.
    func enter(_ kind: String, _ room: String) async throws(ProbeError) -> (MediaVisit, HTTPReply) {
        let certificate = try Self.certificate()
        var generator = SystemRandomNumberGenerator()
        let offer = ProbeOffer(isSender: kind == "whip", fingerprint: certificate.fingerprint, using: &generator)
        let reply = try await http(room).send("POST", "/\(kind)/\(room)", body: offer.sdp, type: "application/sdp")
        guard reply.status == 201 else { throw .refused(status: reply.status, body: reply.body) }
        guard let session = ProbeSession(answer: reply.body) else { throw .unreadableAnswer }
        let visit = MediaVisit(
            room: room, offer: offer, session: session, certificate: certificate, relays: RelayOffer.all(in: reply))
        return (visit, reply)
    }

    /// An offer of one's own making, or lines added to a good one.
    func post(room: String? = nil, body: String? = nil, extra: [String] = []) async throws(ProbeError) -> HTTPReply {
        var generator = SystemRandomNumberGenerator()
        let offer = ProbeOffer(isSender: true, fingerprint: try Self.certificate().fingerprint, using: &generator)
        let room = room ?? admission.room
        let text = body ?? offer.sdp + extra.map { $0 + "\r\n" }.joined()
        return try await http(room).send("POST", "/whip/\(room)", body: text, type: "application/sdp")
    }

    func leave(_ reply: HTTPReply, _ room: String) async {
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

    private func attend(_ visit: MediaVisit, _ link: MediaLink, _ end: EndSignal) async -> ProbeProgress {
        defer { if !visit.offer.isSender { end.set() } }
        var link = link
        let peer = visit.peer()
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

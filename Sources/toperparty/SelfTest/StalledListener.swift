import Bytes
import EventLoop
import Probe

/// Somebody speaks a megabyte a second to two listeners over connections, of whom one stops reading.
struct StalledListener {
    private enum Role {
        case speaker
        case listener
        case stalled
    }

    struct Outcome {
        /// The server has closed the connection that nobody reads.
        let isClosed: Bool
        let time: TimeSpan
        /// Of the one who reads.
        let reader: ProbeProgress
    }

    /// Shorter than consent lasts, so that it is not that which ends the connection.
    private static let patience = TimeSpan.seconds(25)

    let media: MediaProbe
    let udp: MediaPath
    let path: MediaPath

    func run() async throws(ProbeError) -> Outcome {
        let room = media.admission.room
        let (speaker, published) = try await media.enter("whip", room)
        let (reader, read) = try await media.enter("whep", room)
        let (stalled, unread) = try await media.enter("whep", room)
        let (start, end) = (MonotonicClock.now(), EndSignal())
        async let speaking = attend(speaker, udp, .speaker, end)
        async let reading = attend(reader, path, .listener, end)
        async let stalling = attend(stalled, path, .stalled, end)
        let results = (await speaking, await reading, await stalling)
        let time = MonotonicClock.now() - start
        for reply in [published, read, unread] { await media.leave(reply, room) }
        return Outcome(isClosed: results.2.isClosed, time: time, reader: results.1.progress)
    }

    private func attend(_ visit: MediaVisit, _ path: MediaPath, _ role: Role, _ end: EndSignal) async -> (
        progress: ProbeProgress, isClosed: Bool
    ) {
        guard var link = try? await MediaLink.open(path, visit) else { return (ProbeProgress(), false) }
        let peer = visit.peer(pace: .milliseconds(1), payload: 1_000)
        let limit = MonotonicClock.now() + Self.patience
        var (isClosed, isStalled) = (false, false)
        for await event in link.events {
            let now = MonotonicClock.now()
            if case .closed = event { isClosed = true }
            if isClosed || end.isSet || now > limit { break }
            guard !isStalled else { continue }
            step(peer, &link, event, now)
            isStalled = role == .stalled && peer.progress.packetsReceived > 20
            if isStalled { link.stall() }
        }
        if role == .stalled { end.set() }
        await link.close()
        return (peer.progress, isClosed)
    }

    private func step(_ peer: ProbePeer, _ link: inout MediaLink, _ event: ProbeChannel.Event, _ now: MonotonicTime) {
        if case .received(let bytes) = event {
            for datagram in link.datagrams(in: bytes) { peer.receive(datagram, now: now) }
        }
        link.advance(to: now)
        if link.isReady { peer.advance(to: now) }
        for datagram in peer.takeOutbox() { link.send(datagram) }
    }
}

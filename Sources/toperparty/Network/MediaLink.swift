import Bytes
import EventLoop
import Probe

/// Datagrams over a path.
struct MediaLink {
    private let channel: ProbeChannel
    private let isStream: Bool
    private var relay: ProbeRelay?
    private var inbox: [UInt8] = []
    private var nextRequest = MonotonicTime.zero
    private var lastRequest: [UInt8] = []

    /// - Parameter visit: names the media address that a relay is asked to send to, and has credentials for it.
    static func open(_ path: MediaPath, _ visit: MediaVisit) async throws(ProbeError) -> MediaLink {
        switch path {
        case .udp(let address): return MediaLink(channel: try await .udp(to: address), isStream: false)
        case .tcp(let address): return MediaLink(channel: try await .tcp(to: address), isStream: true)
        case .relay(let transport, let address):
            guard let offer = visit.relays.first(where: { $0.transport == transport }), let peer = visit.media
            else { throw .unreachable("the server offers no relay over \(transport.rawValue)") }
            let relay = ProbeRelay(username: offer.username, password: offer.password, peer: peer)
            switch transport {
            case .udp: return MediaLink(channel: try await .udp(to: address), isStream: false, relay: relay)
            case .tcp: return MediaLink(channel: try await .tcp(to: address), isStream: true, relay: relay)
            case .tls:
                let tls = ProbeTLS.unverified(name: offer.host)
                return MediaLink(
                    channel: try await .tcp(to: address, tls: tls, protocols: []), isStream: true, relay: relay)
            }
        }
    }

    private init(channel: ProbeChannel, isStream: Bool, relay: ProbeRelay? = nil) {
        self.channel = channel
        self.isStream = isStream
        self.relay = relay
    }

    var events: AsyncStream<ProbeChannel.Event> { channel.events }

    /// The error code with which a relay has refused.
    var refusal: Int? { relay?.refusal }

    /// Whether datagrams go through.
    var isReady: Bool { relay?.isReady ?? true }

    /// Asks the relay again until it answers.
    mutating func advance(to now: MonotonicTime) {
        guard let relay, !relay.isReady, relay.refusal == nil else { return }
        guard relay.request != lastRequest || (now >= nextRequest && !isStream) else { return }
        lastRequest = relay.request
        nextRequest = now + .milliseconds(500)
        channel.send(relay.request)
    }

    /// On a stream each datagram has its length before it (RFC 4571 §2).
    func send(_ datagram: [UInt8]) {
        if let relay { return channel.send(relay.wrap(datagram)) }
        guard isStream else { return channel.send(datagram) }
        let count = UInt16(clamping: datagram.count)
        channel.send([UInt8(count >> 8), UInt8(count & 255)] + datagram)
    }

    mutating func datagrams(in bytes: [UInt8]) -> [[UInt8]] {
        guard isStream else { return [bytes].compactMap { unwrap($0) } }
        inbox += bytes
        if relay != nil { return ProbeRelay.frames(in: &inbox).compactMap { unwrap($0) } }
        var found: [[UInt8]] = []
        while inbox.count >= 2 {
            let end = 2 + Int(inbox[0]) << 8 + Int(inbox[1])
            guard inbox.count >= end else { break }
            found.append(Array(inbox[2..<end]))
            inbox.removeFirst(end)
        }
        return found
    }

    private mutating func unwrap(_ frame: [UInt8]) -> [UInt8]? {
        relay == nil ? frame : relay?.receive(frame)
    }

    /// Reads nothing any more.
    func stall() { channel.stall() }

    func close() async { await channel.close() }
}

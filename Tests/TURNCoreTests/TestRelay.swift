import Bytes
import STUN
import TURNCore

/// A server with a driver that opens relayed addresses out of thin air, in virtual time.
final class TestRelay {
    static let media = SocketAddress(host: "203.0.113.1", port: 4001)!
    static let media6 = SocketAddress(host: "2001:db8:5::1", port: 4001)!

    let credentials = TURNCredentials(secret: TURNClient.secret)
    var server: TURNServer
    var now = MonotonicTime(milliseconds: 5_000_000)
    private var relays: VirtualRelays
    private var reservations = ReservationTable<SocketAddress>()

    init(
        policy: PeerPolicy = .closed(media: [media, media6]), nonceKey: String = "0123456789abcdef",
        _ change: (inout TURNConfiguration) -> Void = { _ in }
    ) {
        var configuration = TURNConfiguration(policy: policy)
        // Tests that count refusals say so.
        configuration.refusalsPerSecond = 10_000
        change(&configuration)
        server = TURNServer(
            configuration: configuration, credentials: credentials, nonceKey: Array(nonceKey.utf8), seed: 1)
        relays = VirtualRelays(media: policy.media)
    }

    static func open(_ change: (inout TURNConfiguration) -> Void = { _ in }) -> TestRelay {
        TestRelay(
            policy: .open(media: [media, media6], own: [], relayPorts: 50_000...50_100, allow: [], deny: []), change)
    }

    func receive(_ message: [UInt8], from tuple: FiveTuple) -> TURNAnswer {
        // What the server leaves untouched must not reach the wire (attack T16).
        var memory = [UInt8](repeating: 0xee, count: 600)
        var span = memory.mutableSpan
        var bytes = span.mutableBytes
        var outcome = server.receive(message.span.bytes, from: tuple, now: now, reply: &bytes)
        if case .wantsRelay(let request) = outcome {
            outcome = server.completeAllocate(open(request), now: now, reply: &bytes)
        }
        for relay in server.released { relays.close(relay) }
        server.released = []
        switch outcome {
        case .reply(let count): return TURNAnswer(bytes: Array(memory.prefix(count)), relayed: nil)
        case .relay(let data): return TURNAnswer(bytes: [], relayed: data)
        default: return TURNAnswer(bytes: [], relayed: nil)
        }
    }

    private func open(_ request: RelayRequest) -> RelaySet {
        if let token = request.reservationToken {
            return reservations.take(token, for: request.identity, now: now).map { relays.adopt($0) } ?? RelaySet()
        }
        var set = relays.open(request)
        if request.reservesNext, var next = set.first?.address {
            next.port += 1
            set.reservationToken = reservations.add(
                next, for: request.identity, until: now + .seconds(30), now: now)
        }
        return set
    }

    /// The same request from so many strangers in 256 networks, a hundred thousand a second. Returns how many were answered.
    @discardableResult
    func ask(_ request: [UInt8], by strangers: Int) -> Int {
        var memory = [UInt8](repeating: 0, count: 600)
        var span = memory.mutableSpan
        var bytes = span.mutableBytes
        var answered = 0
        for number in 0..<strangers {
            if number % 100 == 0 { now = now + .milliseconds(1) }
            let host = UInt32(number % 256) << 16 | UInt32(number >> 8 & 0xff)
            let stranger = FiveTuple(udp: SocketAddress(ipv4: host, port: UInt16(1024 + number >> 16)))
            if case .reply = server.receive(request.span.bytes, from: stranger, now: now, reply: &bytes) {
                answered += 1
            }
        }
        return answered
    }

    func advance(_ seconds: Int64) {
        now = now + .seconds(seconds)
        server.advance(to: now)
    }

    // Faces for #expect, which cannot look into a machine that is not copyable.

    var allocationCount: Int { server.allocationCount }
    var isEmpty: Bool { server.isEmpty }

    func refused(_ reason: TURNRefusalReason) -> UInt64 { server.counters.refused(reason) }

    func fromPeer(_ count: Int, _ peer: SocketAddress, at relay: UInt32 = 0) -> ClientFrame? {
        server.receive(count: count, from: peer, at: relay, now: now)
    }

    func fromMedia(_ count: Int, to virtual: SocketAddress) -> ClientFrame? {
        server.receive(count: count, to: virtual, now: now)
    }

    func channelData(_ bytes: [UInt8], from path: SocketAddress) -> RelayedData? {
        server.receiveChannelData(bytes.span.bytes, from: path, now: now)
    }

    func isKnown(_ virtual: SocketAddress) -> Bool { server.client(behind: virtual) != nil }
}

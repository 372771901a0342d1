import Bytes
import EventLoop
import Glibc
import STUN
import TURNCore

/// One worker's TURN server with what stands behind its relayed addresses. For the worker's thread only.
final class WorkerRelay {
    var server: TURNServer
    let surroundings: RelaySurroundings
    /// Nil while relaying is closed.
    let sockets: RelaySockets?
    private var ports: RelayPorts?
    private var virtual: VirtualRelays
    /// A Data indication or ChannelData in the making, for clients that are reached by a stream or have no channel yet.
    var scratch = [UInt8](repeating: 0, count: 2048)
    /// The last datagrams to clients in this turn: of what peers have sent, by the number of the relayed address, and of what other workers have, by the
    /// place of the allocation.
    var peerTails = SendTails()
    var mediaTails = SendTails()

    init(_ surroundings: RelaySurroundings, worker: Int, loop: EventLoop) {
        self.surroundings = surroundings
        server = surroundings.server(worker: worker)
        sockets = surroundings.configuration.isOpen ? RelaySockets(loop: loop) : nil
        ports = sockets.map { RelayPorts(surroundings, $0) }
        virtual = VirtualRelays(media: surroundings.policy.media)
    }

    /// Whether a datagram is TURN's rather than the media plane's. Checks have a user name, other Binding requests are TURN's.
    func claims(_ datagram: RawSpan) -> Bool {
        switch datagram.uint8(at: 0) {
        case .some(0x40...0x4f): return true
        case .some(0...3): return claimsMessage(datagram)
        default: return false
        }
    }

    private func claimsMessage(_ datagram: RawSpan) -> Bool {
        switch datagram.uint16(at: 0) {
        // Allocate, Refresh, CreatePermission and ChannelBind requests, Send indications (RFC 8656 §17, RFC 8489 §5).
        case 0x0003, 0x0004, 0x0008, 0x0009, 0x0016: return true
        case 0x0001:
            guard surroundings.configuration.answersBinding, let message = STUNMessageView(datagram) else {
                return false
            }
            return !message.contains(.username)
        default: return false
        }
    }

    /// Handles a STUN message; the answer is in the first bytes of `reply`.
    func receive(_ message: RawSpan, from tuple: FiveTuple, now: MonotonicTime, reply: inout MutableRawSpan)
        -> TURNOutcome
    {
        server.unixOffset = Self.unixOffset(now)
        var outcome = server.receive(message, from: tuple, now: now, reply: &reply)
        if case .wantsRelay(let request) = outcome { outcome = allocate(request, now: now, reply: &reply) }
        closeReleased()
        return outcome
    }

    private func allocate(_ request: RelayRequest, now: MonotonicTime, reply: inout MutableRawSpan) -> TURNOutcome {
        if let token = request.reservationToken {
            return server.completeAllocate(redeem(token, request, now: now), now: now, reply: &reply)
        }
        guard surroundings.hasFamily(request.family) else { return server.failAllocateForFamily(reply: &reply) }
        return server.completeAllocate(open(request, now: now), now: now, reply: &reply)
    }

    private func open(_ request: RelayRequest, now: MonotonicTime) -> RelaySet {
        if let set = ports?.open(request, now: now) { return set }
        var set = virtual.open(request)
        if request.reservesNext, var next = set.first?.address {
            next.port &+= 1
            set.reservationToken = surroundings.keep(ReservedRelay(address: next), for: request, now: now)
        }
        return set
    }

    private func redeem(_ token: UInt64, _ request: RelayRequest, now: MonotonicTime) -> RelaySet {
        guard let reserved = surroundings.reservations.take(token, for: request.identity, now: now) else {
            return RelaySet()
        }
        return ports?.adopt(reserved) ?? virtual.adopt(reserved.address)
    }

    /// Writes a peer's data as the client wants it. Returns the count, 0 when it does not fit.
    func write(_ packet: borrowing RawSpan, in frame: ClientFrame, into memory: inout MutableRawSpan) -> Int {
        guard frame.channel != 0 else { return server.writeIndication(packet, from: frame.peer, into: &memory) }
        guard memory.copy(packet, at: ChannelData.headerCount),
            ChannelData.writeHeader(frame.channel, count: packet.byteCount, into: &memory)
        else {
            server.counters.count(.noRoom)
            return 0
        }
        return packet.byteCount + ChannelData.headerCount
    }

    var deadline: MonotonicTime { server.deadline }

    func advance(to now: MonotonicTime) {
        server.unixOffset = Self.unixOffset(now)
        guard server.advance(to: now) else { return }
        surroundings.reservations.removeExpired(at: now)
        closeReleased()
    }

    func disconnect(_ path: SocketAddress) {
        server.disconnect(path)
        closeReleased()
    }

    func revoke(_ username: String, now: MonotonicTime) {
        server.unixOffset = Self.unixOffset(now)
        server.revoke(username: username, now: now)
        if let name = TURNUsername(Array(username.utf8)) { surroundings.reservations.removeAll(of: name.identity) }
        closeReleased()
    }

    func learn(_ username: String, now: MonotonicTime) {
        server.unixOffset = Self.unixOffset(now)
        server.learn(username: username, now: now)
    }

    private func closeReleased() {
        guard !server.released.isEmpty else { return }
        for relay in server.released {
            if let sockets { sockets.close(relay.id) } else { virtual.close(relay) }
        }
        server.released.removeAll(keepingCapacity: true)
    }

    /// Credentials expire by the calendar's time.
    static func unixOffset(_ now: MonotonicTime) -> Int64 { Int64(time(nil)) - now.milliseconds / 1000 }
}

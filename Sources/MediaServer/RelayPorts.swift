import Bytes
import EventLoop
import SecureTransport
import TURNCore

/// Opens and closes relayed addresses with sockets.
struct RelayPorts {
    /// Ports tried until one is free.
    private static let attempts = 64

    let surroundings: RelaySurroundings
    let sockets: RelaySockets
    /// Not to be guessed: a peer that knows the next port could wait there (CVE-2025-69217).
    private var random = SecureRandom()

    init(_ surroundings: RelaySurroundings, _ sockets: RelaySockets) {
        self.surroundings = surroundings
        self.sockets = sockets
    }

    mutating func open(_ request: RelayRequest, now: MonotonicTime) -> RelaySet {
        var set = RelaySet()
        for _ in 0..<Self.attempts {
            guard let port = port(even: request.evenPort), let first = bind(request.family, port: port) else {
                continue
            }
            if request.reservesNext {
                guard let next = reserve(request.family, port: port + 1) else {
                    sockets.close(first.id)
                    continue
                }
                set.reservationToken = surroundings.keep(next, for: request, now: now)
            }
            set.first = first
            break
        }
        if request.alsoIPv6, set.first != nil { set.additional = additional() }
        return set
    }

    private mutating func additional() -> Relay? {
        for _ in 0..<Self.attempts {
            if let port = port(even: false), let relay = bind(.ipv6, port: port) { return relay }
        }
        return nil
    }

    private mutating func port(even: Bool) -> UInt16? {
        let range = surroundings.configuration.ports
        let port = UInt16.random(in: range, using: &random)
        guard even else { return port }
        let lower = port & ~1
        return range.contains(lower) && lower < range.upperBound ? lower : nil
    }

    /// The address that was kept, from now on watched by this worker.
    func adopt(_ reserved: ReservedRelay) -> RelaySet {
        guard let id = reserved.socket.flatMap({ sockets.adopt($0) }) else { return RelaySet() }
        return RelaySet(first: Relay(id: id, address: reserved.address))
    }

    private func bind(_ family: RelayRequest.Family, port: UInt16) -> Relay? {
        reserve(family, port: port).flatMap { adopt($0).first }
    }

    private func reserve(_ family: RelayRequest.Family, port: UInt16) -> ReservedRelay? {
        let bound = family == .ipv4 ? surroundings.bindIPv4 : surroundings.bindIPv6
        guard var local = bound, var seen = surroundings.host(ipv4: family == .ipv4) else { return nil }
        local.port = port
        seen.port = port
        return RelaySocket(bind: local).map { ReservedRelay(address: seen, socket: $0) }
    }
}

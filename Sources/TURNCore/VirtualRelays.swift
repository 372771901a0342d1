import Bytes

/// Relayed addresses that nothing stands behind, for closed relaying: the client only needs one of the right family that differs from its others.
package struct VirtualRelays: Sendable {
    private let ipv4: SocketAddress?
    private let ipv6: SocketAddress?
    private var isTaken: [Bool] = []
    private var free: [UInt32] = []

    /// - Parameter media: the server's media addresses; the first of a family lends its host.
    package init(media: [SocketAddress]) {
        ipv4 = media.first { $0.isIPv4 }
        ipv6 = media.first { !$0.isIPv4 }
    }

    package mutating func open(_ request: RelayRequest) -> RelaySet {
        var set = RelaySet(first: make(request.family, even: request.evenPort))
        if request.alsoIPv6, set.first != nil { set.additional = make(.ipv6, even: false) }
        return set
    }

    /// An address that was kept for a reservation.
    package mutating func adopt(_ address: SocketAddress) -> RelaySet {
        RelaySet(first: make(address.isIPv4 ? .ipv4 : .ipv6, even: false, port: address.port))
    }

    package mutating func close(_ relay: Relay) {
        guard isTaken.indices.contains(Int(relay.id)), isTaken[Int(relay.id)] else { return }
        isTaken[Int(relay.id)] = false
        free.append(relay.id)
    }

    private mutating func make(_ family: RelayRequest.Family, even: Bool, port: UInt16? = nil) -> Relay? {
        guard var address = family == .ipv4 ? ipv4 : ipv6 else { return nil }
        let id = free.popLast() ?? UInt32(isTaken.count)
        if Int(id) == isTaken.count { isTaken.append(true) } else { isTaken[Int(id)] = true }
        let dynamic = 49_152 + UInt16(truncatingIfNeeded: id * 2 % 16_384)
        address.port = port ?? (even ? dynamic : dynamic + 1)
        return Relay(id: id, address: address)
    }
}

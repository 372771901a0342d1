import Bytes

/// One client's relayed addresses with whom it may talk to (RFC 8656 §3.2).
package struct Allocation: Sendable {
    package let tuple: FiveTuple
    let username: TURNUsername
    let key: LongTermKey
    /// Of the only room that the credentials are good for; 0 when their name has none.
    let roomMark: UInt32
    /// Of the Allocate request: a retransmission gets the same answer (RFC 8656 §7.2).
    let transactionID: [12 of UInt8]
    let reservationToken: UInt64?
    let lacksAdditional: Bool
    var leases: [RelayLease]
    var permissions: [Permission] = []
    var channels: [ChannelBinding] = []
    var upload: BandwidthMeter
    var download: BandwidthMeter

    var expires: MonotonicTime { leases.map(\.expires).max() ?? .zero }

    func has(_ family: RelayRequest.Family) -> Bool {
        leases.contains { $0.relay.address.isIPv4 == (family == .ipv4) }
    }

    /// Whether an address of the peer's family is among ours (443 otherwise).
    func matchesFamily(of peer: SocketAddress) -> Bool { leases.contains { $0.relay.address.isIPv4 == peer.isIPv4 } }

    /// From which relayed address data to this peer leaves.
    func relay(towards peer: SocketAddress) -> UInt32? {
        leases.first { $0.relay.address.isIPv4 == peer.isIPv4 }?.relay.id
    }

    func hasPermission(for peer: SocketAddress, now: MonotonicTime) -> Bool {
        permissions.contains { $0.covers(peer) && now < $0.expires }
    }

    /// False when there is no room for another one.
    mutating func permit(_ peer: SocketAddress, until expires: MonotonicTime, limit: Int, now: MonotonicTime) -> Bool {
        if let place = permissions.firstIndex(where: { $0.covers(peer) }) {
            permissions[place].expires = expires
        } else {
            if permissions.count >= limit { permissions.removeAll { $0.expires <= now } }
            guard permissions.count < limit else { return false }
            permissions.append(Permission(peer, expires: expires))
        }
        for place in channels.indices
        where channels[place].peer.high == peer.high && channels[place].peer.low == peer.low {
            channels[place].permitted = expires
        }
        return true
    }

    /// The place of a channel by its number. Clients number from 0x4000 upwards, and few have more than a handful.
    func channel(_ number: UInt16) -> Int? { channels.firstIndex { $0.number == number } }

    func channel(for peer: SocketAddress) -> Int? { channels.firstIndex { $0.peer == peer } }

    mutating func forgetExpired(at now: MonotonicTime) {
        if permissions.contains(where: { $0.expires <= now }) { permissions.removeAll { $0.expires <= now } }
        if channels.contains(where: { $0.expires <= now }) { channels.removeAll { $0.expires <= now } }
    }
}

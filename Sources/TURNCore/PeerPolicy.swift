import Bytes

/// To whom data may be relayed. Judged at CreatePermission, ChannelBind, Send and again for every packet that a permission lets through.
package struct PeerPolicy: Sendable {
    /// This server's own media addresses: data for them goes to the rooms in this process, never through a socket.
    package let media: [SocketAddress]
    /// Whether others than the server itself may be peers (`--turn open`).
    package let isOpen: Bool
    private let own: [SocketAddress]
    private let ownPorts: ClosedRange<UInt16>?
    private let allow: [AddressRange]
    private let deny: [AddressRange]

    /// Only this server's media.
    package static func closed(media: [SocketAddress]) -> PeerPolicy {
        PeerPolicy(media: media, isOpen: false, own: [], relayPorts: nil, allow: [], deny: [])
    }

    /// - Parameters:
    ///   - own: every address of this machine, ports playing no part: nothing but media and relayed addresses is reached there (attack T7).
    ///   - relayPorts: ports of relayed addresses at the media addresses' hosts; two clients of this relay may talk to each other.
    ///   - allow: exceptions from the classes and from `own`, but never from the ports that the server itself listens on.
    ///   - deny: what else is refused; what is allowed wins over it.
    package static func open(
        media: [SocketAddress], own: [SocketAddress], relayPorts: ClosedRange<UInt16>?, allow: [AddressRange],
        deny: [AddressRange]
    ) -> PeerPolicy {
        PeerPolicy(media: media, isOpen: true, own: own, relayPorts: relayPorts, allow: allow, deny: deny)
    }

    private init(
        media: [SocketAddress], isOpen: Bool, own: [SocketAddress], relayPorts: ClosedRange<UInt16>?,
        allow: [AddressRange], deny: [AddressRange]
    ) {
        // A virtual address has room for 64 of them.
        self.media = Array(media.prefix(64))
        self.isOpen = isOpen
        self.own = own
        self.ownPorts = relayPorts
        self.allow = allow
        self.deny = deny
    }

    /// Place in `media`, or `nil` when the address is not this server's media.
    package func mediaIndex(_ peer: SocketAddress) -> Int? { media.firstIndex(of: peer) }

    /// Whether a permission may be given: permissions know no ports (RFC 8656 §9).
    package func permits(host peer: SocketAddress) -> Bool {
        if isMediaHost(peer) { return true }
        return isOpen && (isOwn(peer) ? rule(for: peer) == true : isReachable(peer))
    }

    /// Whether data may go to this address and port.
    package func permits(_ peer: SocketAddress) -> Bool {
        if media.contains(peer) { return true }
        guard isOpen, peer.port != 0 else { return false }
        if isOwn(peer) {
            // Our own services listen at the media port too, over TCP, and metrics elsewhere.
            guard !media.contains(where: { $0.port == peer.port }) else { return false }
            return isMediaHost(peer) && ownPorts?.contains(peer.port) == true || rule(for: peer) == true
        }
        return isReachable(peer)
    }

    private func isSameHost(_ left: SocketAddress, _ right: SocketAddress) -> Bool {
        left.high == right.high && left.low == right.low
    }

    private func isOwn(_ peer: SocketAddress) -> Bool { own.contains { isSameHost($0, peer) } || isMediaHost(peer) }

    /// Relayed addresses have the hosts of the media addresses, so other clients of the relay are found there, and at no other address of this machine.
    private func isMediaHost(_ peer: SocketAddress) -> Bool { media.contains { isSameHost($0, peer) } }

    /// An address is as dangerous as anything that it may stand for.
    private func isReachable(_ peer: SocketAddress) -> Bool {
        isAcceptable(peer)
            && EmbeddedIPv4.addresses(in: peer).allSatisfy { isAcceptable($0) && (!isOwn($0) || rule(for: $0) == true) }
    }

    private func isAcceptable(_ address: SocketAddress) -> Bool { rule(for: address) ?? (AddressClass(address) == nil) }

    /// What the operator's lists say, if anything.
    private func rule(for address: SocketAddress) -> Bool? {
        if allow.contains(where: { $0.contains(address) }) { return true }
        return deny.contains { $0.contains(address) } ? false : nil
    }
}

import Bytes
import STUN

extension TURNServer {
    /// RFC 8656 §10.2: all of the peers or none.
    mutating func createPermission(
        _ handle: Handle<Allocation>, _ message: borrowing STUNMessageView, of requester: Requester,
        now: MonotonicTime, reply: inout MutableRawSpan
    ) throws(TURNRefusal) -> TURNOutcome {
        var peers: [SocketAddress] = []
        while message.attribute(.xorPeerAddress, occurrence: peers.count) != nil {
            guard let peer = message.xorAddress(.xorPeerAddress, occurrence: peers.count) else {
                throw TURNRefusal(400, .badRequest)
            }
            peers.append(peer)
        }
        guard !peers.isEmpty else { throw TURNRefusal(400, .badRequest) }
        for peer in peers {
            guard configuration.policy.permits(host: peer) else { throw TURNRefusal(403, .deniedPeer) }
            guard allocations[handle].matchesFamily(of: peer) else { throw TURNRefusal(443, .wrongFamily) }
        }
        for peer in peers { try permit(peer, for: handle, now: now) }
        return success(requester, into: &reply)
    }

    private mutating func permit(_ peer: SocketAddress, for handle: Handle<Allocation>, now: MonotonicTime)
        throws(TURNRefusal)
    {
        guard
            allocations[handle].permit(
                peer, until: now + configuration.permissionLifetime, limit: configuration.permissionsPerAllocation,
                now: now)
        else { throw TURNRefusal(508, .tableFull) }
    }

    /// RFC 8656 §12.2.
    mutating func bindChannel(
        _ handle: Handle<Allocation>, _ message: borrowing STUNMessageView, of requester: Requester,
        now: MonotonicTime, reply: inout MutableRawSpan
    ) throws(TURNRefusal) -> TURNOutcome {
        guard let field = message.uint32(.channelNumber), let peer = message.xorAddress(.xorPeerAddress),
            ChannelData.numbers.contains(UInt16(field >> 16))
        else { throw TURNRefusal(400, .badRequest) }
        guard configuration.policy.permits(peer) else { throw TURNRefusal(403, .deniedPeer) }
        guard allocations[handle].matchesFamily(of: peer) else { throw TURNRefusal(443, .wrongFamily) }
        try bind(UInt16(field >> 16), to: peer, for: handle, now: now)
        return success(requester, into: &reply)
    }

    private mutating func bind(
        _ number: UInt16, to peer: SocketAddress, for handle: Handle<Allocation>, now: MonotonicTime
    ) throws(TURNRefusal) {
        allocations[handle].forgetExpired(at: now)
        let place = allocations[handle].channel(number)
        // A number means one peer and a peer has one number as long as the binding lasts.
        guard place == allocations[handle].channel(for: peer) else { throw TURNRefusal(400, .badRequest) }
        guard place != nil || allocations[handle].channels.count < configuration.channelsPerAllocation else {
            throw TURNRefusal(508, .tableFull)
        }
        try permit(peer, for: handle, now: now)
        let expires = now + configuration.channelLifetime
        if let place {
            allocations[handle].channels[place].expires = expires
        } else {
            allocations[handle].channels.append(
                ChannelBinding(
                    number: number, mediaIndex: Int16(configuration.policy.mediaIndex(peer) ?? -1), peer: peer,
                    expires: expires, permitted: now + configuration.permissionLifetime))
        }
    }
}

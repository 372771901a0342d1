import Bytes
import STUN

extension TURNServer {
    /// RFC 8656 §8.2.
    mutating func refresh(
        _ handle: Handle<Allocation>, _ message: borrowing STUNMessageView, of requester: Requester,
        now: MonotonicTime, reply: inout MutableRawSpan
    ) throws(TURNRefusal) -> TURNOutcome {
        let family = try family(message, .requestedAddressFamily)
        if let family, !allocations[handle].has(family) { throw TURNRefusal(443, .wrongFamily) }
        guard message.uint32(.lifetime) != 0 else {
            release(handle, family)
            return success(requester, into: &reply) { $0.write(.lifetime, UInt32(0)) }
        }
        let granted = lifetime(message)
        for place in allocations[handle].leases.indices
        where family == nil || allocations[handle].leases[place].relay.address.isIPv4 == (family == .ipv4) {
            allocations[handle].leases[place].expires = now + granted
        }
        return success(requester, into: &reply) { $0.write(.lifetime, UInt32(clamping: granted.milliseconds / 1000)) }
    }

    /// One family's address, or all of it.
    private mutating func release(_ handle: Handle<Allocation>, _ family: RelayRequest.Family?) {
        guard let family, allocations[handle].leases.count > 1 else { return remove(handle) }
        let gone = allocations[handle].leases.filter { $0.relay.address.isIPv4 == (family == .ipv4) }
        release(gone, of: handle)
    }

    mutating func release(_ gone: [RelayLease], of handle: Handle<Allocation>) {
        for lease in gone {
            setOwner(nil, of: lease.relay.id)
            released.append(lease.relay)
            allocations[handle].leases.removeAll { $0.relay == lease.relay }
        }
    }

    /// Everything that an allocation holds is given back at once (RFC 8656 §8.2, attack T9).
    mutating func remove(_ handle: Handle<Allocation>) {
        guard let allocation = allocations.remove(handle) else { return }
        clients[allocation.tuple.path] = nil
        ledger.giveBack(member: allocation.username.identity, client: allocation.tuple.client)
        for lease in allocation.leases {
            setOwner(nil, of: lease.relay.id)
            released.append(lease.relay)
        }
    }
}

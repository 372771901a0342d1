import Bytes

/// The proved addresses of the peer, at most 16: of a full list the one goes whose last check is the oldest.
struct ICEAddressList: Sendable {
    static let limit = 16

    private var addresses: [ICEAddress] = []

    subscript(address: SocketAddress) -> ICEAddress? { addresses.first { $0.address == address } }

    /// Notes an authenticated check; `kept` is never thrown out.
    mutating func note(
        _ address: SocketAddress, priority: UInt32, isNominating: Bool, at now: MonotonicTime,
        keeping kept: SocketAddress?
    ) -> ICEAddress {
        let known = self[address]
        let entry = ICEAddress(
            address: address, priority: priority, lastCheck: now,
            lastNomination: isNominating ? now : known?.lastNomination)
        if let place = addresses.firstIndex(where: { $0.address == address }) {
            addresses[place] = entry
        } else {
            if addresses.count == Self.limit { removeOldest(keeping: kept) }
            addresses.append(entry)
        }
        return entry
    }

    /// After a restart no address counts as nominated any more, though all remain proved.
    mutating func forgetNominations() {
        for place in addresses.indices { addresses[place].lastNomination = nil }
    }

    mutating func remove(_ address: SocketAddress) { addresses.removeAll { $0.address == address } }

    private mutating func removeOldest(keeping kept: SocketAddress?) {
        let candidates = addresses.indices.filter { addresses[$0].address != kept }
        guard let oldest = candidates.min(by: { addresses[$0].lastCheck < addresses[$1].lastCheck }) else { return }
        addresses.remove(at: oldest)
    }
}

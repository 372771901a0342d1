import Bytes

/// How many allocations a member, an address and all together may hold, and how many they do.
package struct AllocationQuota: Sendable {
    private let configuration: TURNConfiguration
    private var members: [[UInt8]: Int] = [:]
    private var networks: [SocketAddress: Int] = [:]
    package private(set) var total = 0

    package init(_ configuration: TURNConfiguration) { self.configuration = configuration }

    /// Counts one more, unless it is one too many: then says why.
    package mutating func take(member: [UInt8], client: SocketAddress) -> TURNRefusalReason? {
        if let reason = refusal(member: member, client: client) { return reason }
        total += 1
        members[member, default: 0] += 1
        networks[Self.network(client), default: 0] += 1
        return nil
    }

    private func refusal(member: [UInt8], client: SocketAddress) -> TURNRefusalReason? {
        if total >= min(configuration.total, 1 << 16) { return .quotaTotal }
        if members[member, default: 0] >= configuration.perMember { return .quotaMember }
        if networks[Self.network(client), default: 0] >= configuration.perAddress { return .quotaAddress }
        return nil
    }

    package mutating func giveBack(member: [UInt8], client: SocketAddress) {
        total -= 1
        Self.lower(&members, member)
        Self.lower(&networks, Self.network(client))
    }

    private static func lower<Key>(_ counts: inout [Key: Int], _ key: Key) {
        let count = counts[key, default: 0] - 1
        counts[key] = count > 0 ? count : nil
    }

    /// One subscriber of IPv6 has a whole /64.
    private static func network(_ client: SocketAddress) -> SocketAddress {
        client.isIPv4
            ? SocketAddress(ipv4: client.ipv4, port: 0) : SocketAddress(high: client.high, low: 0, port: 0)
    }
}

import Bytes

/// Why no stranger may be sent to an address, unless the operator allows it (IANA's special-purpose registries, RFC 6890).
package enum AddressClass: String, Sendable, CaseIterable {
    case unspecified
    case loopback
    case `private`
    case linkLocal
    case carrierGradeNAT
    case multicast
    case reserved
    /// Forms of IPv6 that carry an IPv4 address and whose use is deprecated: nobody's real address.
    case transition

    /// `nil` for addresses of the public internet. What an IPv6 address carries of IPv4 is judged apart, see `EmbeddedIPv4`.
    package init?(_ address: SocketAddress) {
        guard let entry = Self.table.first(where: { $0.range.contains(address) }) else { return nil }
        self = entry.kind
    }

    private static let table: [(range: AddressRange, kind: AddressClass)] = ipv4 + ipv6

    private static let ipv4 = make([
        ("0.0.0.0/8", .unspecified), ("127.0.0.0/8", .loopback), ("10.0.0.0/8", .private), ("172.16.0.0/12", .private),
        ("192.168.0.0/16", .private), ("169.254.0.0/16", .linkLocal), ("100.64.0.0/10", .carrierGradeNAT),
        ("224.0.0.0/4", .multicast), ("192.0.0.0/24", .reserved), ("192.0.2.0/24", .reserved),
        ("192.88.99.0/24", .reserved), ("198.18.0.0/15", .reserved), ("198.51.100.0/24", .reserved),
        ("203.0.113.0/24", .reserved), ("240.0.0.0/4", .reserved),
    ])

    private static let ipv6 = make([
        ("::/128", .unspecified), ("::1/128", .loopback), ("::/96", .transition), ("fc00::/7", .private),
        ("fec0::/10", .private), ("fe80::/10", .linkLocal), ("ff00::/8", .multicast), ("2002::/16", .transition),
        ("2001::/32", .transition), ("64:ff9b:1::/48", .transition), ("100::/64", .reserved),
        ("2001:2::/48", .reserved),
        ("2001:10::/28", .reserved), ("2001:20::/28", .reserved), ("2001:db8::/32", .reserved),
        ("3fff::/20", .reserved),
        ("5f00::/16", .reserved), ("::ffff:0:0:0/96", .transition), ("::/16", .reserved),
    ])

    private static func make(_ rows: [(String, AddressClass)]) -> [(range: AddressRange, kind: AddressClass)] {
        rows.compactMap { text, kind in (try? AddressRange(text)).map { ($0, kind) } }
    }
}

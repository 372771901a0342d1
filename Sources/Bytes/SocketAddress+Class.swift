extension SocketAddress {
    /// 127.0.0.0/8 (RFC 1122 §3.2.1.3) or `::1`.
    public var isLoopback: Bool {
        isIPv4 ? ipv4 >> 24 == 127 : high == 0 && low == 1
    }

    /// `0.0.0.0` or `::`.
    public var isUnspecified: Bool { isIPv4 ? ipv4 == 0 : high == 0 && low == 0 }

    /// 169.254.0.0/16 (RFC 3927) or fe80::/10 (RFC 4291 §2.5.6).
    public var isLinkLocal: Bool { isIPv4 ? ipv4 >> 16 == 0xa9fe : high >> 54 == 0xfe80 >> 6 }

    /// Addresses that lead nowhere outside their own network: RFC 1918, RFC 6598 and RFC 4193.
    public var isPrivate: Bool {
        guard isIPv4 else { return high >> 57 == 0xfc >> 1 }
        return ipv4 >> 24 == 10 || ipv4 >> 20 == 0xac1 || ipv4 >> 16 == 0xc0a8 || ipv4 >> 22 == 0x6440 >> 6
    }
}

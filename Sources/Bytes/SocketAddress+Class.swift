extension SocketAddress {
    /// 127.0.0.0/8 (RFC 1122 §3.2.1.3) or `::1`.
    public var isLoopback: Bool {
        isIPv4 ? ipv4 >> 24 == 127 : high == 0 && low == 1
    }
}

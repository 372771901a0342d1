/// Rules that let a port in.
enum FirewallAdvice {
    /// - Parameter transport: `udp` or `tcp`.
    static func open(_ port: UInt16, _ transport: String) -> [String] {
        [
            "nftables: nft add rule inet filter input \(transport) dport \(port) accept",
            "ufw: ufw allow \(port)/\(transport)",
            "cloud: allow inbound \(transport.uppercased()) \(port) from 0.0.0.0/0 and ::/0 in the security group",
        ]
    }
}

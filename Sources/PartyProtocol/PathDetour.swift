/// Which more direct ways were tried and never answered.
package enum PathDetour: String, Codable, Sendable, CaseIterable {
    /// Packets reach the server through its relay only.
    case direct = "direct-blocked"
    case udp = "udp-blocked"
    /// TCP that is not TLS.
    case tcp = "tcp-blocked"
    case udpAndTCP = "udp-and-tcp-blocked"
}

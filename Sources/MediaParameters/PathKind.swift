/// How a member's packets travel between client and server.
package enum PathKind: String, Sendable, CaseIterable {
    case udp
    /// ICE-TCP (RFC 6544).
    case tcp
    /// The same inside TLS.
    case tls
    /// Through this server's relay (RFC 8656), reached over UDP, TCP or TLS.
    case turnUDP = "turn-udp"
    case turnTCP = "turn-tcp"
    case turnTLS = "turn-tls"
}

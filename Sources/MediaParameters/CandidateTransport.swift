/// How an address is reached.
package enum CandidateTransport: Sendable, Hashable {
    case udp
    /// The client connects (RFC 6544 §4.5, `tcptype passive`).
    case tcpPassive
}

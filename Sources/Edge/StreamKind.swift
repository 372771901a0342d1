/// What a peer speaks on a TCP connection.
package enum StreamKind: Sendable, Equatable {
    case http
    case tls
    /// STUN or TURN framing (RFC 8489 §6.2.2): the message is its own frame.
    case stun
    /// ICE-TCP (RFC 6544): each packet behind a 16-bit length (RFC 4571).
    case iceTCP
    case unknown
}

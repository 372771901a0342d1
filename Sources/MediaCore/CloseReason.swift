/// Why the engine gave a transport up.
package enum CloseReason: String, Sendable, Equatable {
    /// No check, or no DTLS handshake, within the set-up time.
    case setupTimeout = "setup_timeout"
    /// The handshake failed, or the certificate did not have the fingerprint of the offer.
    case handshakeFailed = "handshake_failed"
    /// The client closed DTLS.
    case closedByPeer = "closed_by_peer"
}

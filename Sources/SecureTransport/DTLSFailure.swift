/// Why a handshake or an association ended badly.
package enum DTLSFailure: UInt8, Sendable, CaseIterable {
    /// The peer's certificate is not the one that signaling announced (RFC 8122 §6.2).
    case fingerprintMismatch
    /// Ten seconds without a completed handshake.
    case timeout
    /// The peer sent a fatal alert.
    case alert
    /// The peer broke the protocol, or has no version, cipher or group in common with us.
    case protocolError
    /// The peer offers none of our SRTP protection profiles.
    case noCommonProfile
    /// Memory is out.
    case unavailable
}

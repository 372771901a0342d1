/// Why a control call on the media plane was refused.
package enum MediaError: Error, Equatable {
    case noSuchTransport
    case noSuchRoom
    /// A transport's DTLS role and fingerprint are fixed once its handshake has begun (RFC 8842 §5.5 needs a new transport).
    case securityChanged
    /// An SSRC of the plan belongs to another m-line of the transport.
    case duplicateSSRC(UInt32)
}

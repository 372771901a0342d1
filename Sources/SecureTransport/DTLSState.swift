/// Where a DTLS association stands.
package enum DTLSState: Sendable, Equatable {
    case handshaking
    /// The certificate had the announced fingerprint and the keys are there.
    case connected
    /// close_notify was sent or received.
    case closed
    case failed(DTLSFailure)
}

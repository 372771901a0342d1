import SDP

/// Why an offer or fragment cannot be accepted, and which of its lines is at fault.
package struct NegotiationError: Error, Equatable, Sendable {
    package enum Reason: Equatable, Sendable {
        case syntax(SDPError.Reason)
        /// There is no m-line.
        case noMedia
        case missingMid
        case duplicateMid(String)
        /// Media of this m-line would need a transport of its own (RFC 8843).
        case notBundled(mid: String)
        /// RTCP of this m-line would need a port of its own (RFC 5761).
        case notMultiplexed(mid: String)
        /// One id with two meanings in one BUNDLE group (RFC 8843 §9.1).
        case extensionConflict(id: UInt16)
        case missingCredentials
        case malformedCredentials
        /// Two lite agents would both wait for the other's checks (RFC 8445 §2.5).
        case remoteIsLite
        case missingFingerprint
        /// Only hash functions weaker than SHA-256 (RFC 8122 §5).
        case weakFingerprint
        /// Another certificate needs another DTLS association, thus another session: the client made a new `RTCPeerConnection`.
        case fingerprintChanged
        case unsupportedSetup
        /// The running DTLS association cannot swap its roles.
        case roleChanged
        /// Fewer m-lines than before, or another kind or mid in the place of a running one (RFC 3264 §8).
        case mediaLineRemoved(mid: String)
        case mediaLineReplaced(mid: String)
        /// A fragment for a session that has not been offered yet.
        case noSession
    }

    /// Counted from 1; 0 when the text as a whole is at fault.
    package var line: Int
    package var reason: Reason

    package init(line: Int, reason: Reason) {
        self.line = line
        self.reason = reason
    }

    init(_ error: SDPError) {
        self.init(line: error.line, reason: .syntax(error.reason))
    }
}

/// What the offer or answer says about DTLS (RFC 5763, RFC 8122).
package struct DTLSParameters: Sendable, Equatable {
    package var fingerprint: Fingerprint
    /// The role that *this server* plays.
    package var role: DTLSRole

    package init(fingerprint: Fingerprint, role: DTLSRole) {
        self.fingerprint = fingerprint
        self.role = role
    }
}

import COpenSSL
import MediaParameters

/// The server's self-signed ECDSA P-256 certificate and the DTLS settings that all its connections share. One a process.
package final class DTLSCertificate: Sendable {
    /// SHA-256, as it goes into SDP.
    package let fingerprint: Fingerprint
    // OpenSSL counts references to a context itself and locks what it changes in it.
    nonisolated(unsafe) let context: OpaquePointer

    /// Generates the certificate, and proves once that the crypto libraries have all that transports will ask of them later.
    package init() throws(SecureTransportError) {
        var bytes = [UInt8](repeating: 0, count: 32)
        guard Self.ciphersWork(), let context = copenssl_dtls_context_create(&bytes) else { throw .cryptoUnavailable }
        self.context = context
        guard let fingerprint = Fingerprint(algorithm: .sha256, bytes: bytes) else { throw .cryptoUnavailable }
        self.fingerprint = fingerprint
    }

    deinit { copenssl_dtls_context_free(context) }

    private static func ciphersWork() -> Bool {
        SRTPProfile.allCases.allSatisfy { profile in
            let key = [UInt8](repeating: 0, count: profile.keyCount)
            let salt = [UInt8](repeating: 0, count: profile.saltCount)
            let keys = SRTPKeyMaterial(
                profile: profile, localKey: key, localSalt: salt, remoteKey: key, remoteSalt: salt)
            let sender = SRTPSender(keys)
            let receiver = SRTPReceiver(keys)
            return sender.isUsable && receiver.isUsable
        }
    }
}

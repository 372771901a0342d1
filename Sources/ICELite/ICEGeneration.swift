import Bytes
import MediaParameters
import STUN
import SecureTransport

/// One pair of credentials, in the form in which checks are compared with it. An ICE restart begins the next generation.
struct ICEGeneration: Sendable {
    let local: ICECredentials
    let remote: ICECredentials
    /// local:remote, as the peer's checks carry it (RFC 8445 §7.2.2).
    private let username: [UInt8]
    private let sha1: MessageAuthentication
    private let sha256: MessageAuthentication

    init(local: ICECredentials, remote: ICECredentials) {
        self.local = local
        self.remote = remote
        username = Array("\(local.usernameFragment):\(remote.usernameFragment)".utf8)
        sha1 = MessageAuthentication(.sha1, key: local.password)
        sha256 = MessageAuthentication(.sha256, key: local.password)
    }

    func isNamed(by name: RawSpan) -> Bool { username.span.bytes.elementsEqual(name) }

    /// Requests to us and our answers are keyed with our password alike (RFC 8489 §9.1).
    func authentication(_ algorithm: STUNIntegrityAlgorithm) -> MessageAuthentication {
        algorithm == .sha1 ? sha1 : sha256
    }

    func signs(_ integrity: STUNIntegrity) -> Bool {
        var authentication = authentication(integrity.algorithm)
        authentication.update(integrity.head.span.bytes)
        authentication.update(integrity.body)
        let tag = authentication.finalize()
        return constantTimeEqual(tag.bytes, integrity.value)
    }
}

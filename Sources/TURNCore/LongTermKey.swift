import Bytes
import STUN
import SecureTransport

/// The key of one user in our realm (RFC 8489 §9.2.2).
struct LongTermKey: Sendable {
    private let bytes: [UInt8]

    /// `nil` when the machine's OpenSSL has no such hash.
    init?(_ algorithm: PasswordAlgorithm, username: [UInt8], realm: [UInt8], password: [UInt8]) {
        let colon = UInt8(ascii: ":")
        let text = username + [colon] + realm + [colon] + password
        let digest: MessageDigest = algorithm == .md5 ? .md5 : .sha256
        guard let bytes = digest.digest(text.span.bytes) else { return nil }
        self.bytes = bytes
    }

    func authentication(_ algorithm: STUNIntegrityAlgorithm) -> MessageAuthentication {
        MessageAuthentication(algorithm == .sha1 ? .sha1 : .sha256, key: bytes.span.bytes)
    }

    func signs(_ integrity: STUNIntegrity) -> Bool {
        var authentication = authentication(integrity.algorithm)
        authentication.update(integrity.head.span.bytes)
        authentication.update(integrity.body)
        let tag = authentication.finalize()
        return constantTimeEqual(tag.bytes, integrity.value)
    }
}

import Bytes
import SecureTransport

/// Members that this server has issued credentials to, for USERHASH, and those that have left, whose credentials are void from then on (attack W12).
struct KnownMembers: Sendable {
    /// Beyond it whoever expires first is forgotten: by then the credentials are void of themselves, or their owner long gone.
    static let maximum = 16_384

    private var names: [[UInt8]: TURNUsername] = [:]
    private var revoked: [[UInt8]: Int64] = [:]

    mutating func add(_ username: TURNUsername, realm: [UInt8], unixTime: Int64) {
        if names.count >= Self.maximum { names = names.filter { $0.value.expires > unixTime } }
        guard names.count < Self.maximum, let hash = Self.hash(of: username, realm: realm) else { return }
        names[hash] = username
    }

    /// RFC 8489 §14.4.
    func username(forHash hash: [UInt8]) -> TURNUsername? { names[hash] }

    /// - Parameter expires: when the last credentials of this identity do, in Unix seconds.
    mutating func revoke(_ identity: [UInt8], until expires: Int64, unixTime: Int64) {
        if revoked.count >= Self.maximum { revoked = revoked.filter { $0.value > unixTime } }
        if revoked.count >= Self.maximum, let first = revoked.min(by: { $0.value < $1.value }) {
            revoked[first.key] = nil
        }
        revoked[identity] = max(expires, revoked[identity] ?? 0)
        names = names.filter { $0.value.identity != identity }
    }

    func isRevoked(_ username: TURNUsername) -> Bool {
        guard let until = revoked[username.identity] else { return false }
        return username.expires <= until
    }

    private static func hash(of username: TURNUsername, realm: [UInt8]) -> [UInt8]? {
        MessageDigest.sha256.digest((username.text + [UInt8(ascii: ":")] + realm).span.bytes)
    }
}

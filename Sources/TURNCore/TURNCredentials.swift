import Bytes
import SecureTransport

/// Makes and knows the credentials of the REST form: password = base64(HMAC-SHA1(secret, user name)). Nothing is stored, so any server with the
/// same secret honours them.
package struct TURNCredentials: Sendable {
    private let authentication: MessageAuthentication

    package init(secret: String) { authentication = MessageAuthentication(.sha1, key: secret) }

    /// What a client is handed out.
    package struct Issued: Sendable, Equatable {
        package let username: String
        package let password: String
    }

    /// - Parameter expires: Unix seconds.
    package func issue(room: String, member: String, expires: Int64) -> Issued {
        let username = "\(expires):\(room)/\(member)"
        return Issued(
            username: username, password: String(decoding: password(of: Array(username.utf8)), as: UTF8.self))
    }

    /// What stands for a room where there is no place for its name: 32 bits that nobody can choose a colliding name for, and never 0.
    package func mark(ofRoom room: some Sequence<UInt8>) -> UInt32 {
        var authentication = authentication
        // A user name begins with a digit, so this is no password.
        let text = Array("room:".utf8) + room
        authentication.update(text.span.bytes)
        let tag = authentication.finalize()
        return max(1, tag.bytes.uint32(at: 0) ?? 0)
    }

    /// 28 characters.
    package func password(of username: [UInt8]) -> [UInt8] {
        var authentication = authentication
        authentication.update(username.span.bytes)
        return Base64.encode(authentication.finalize().bytes.array())
    }
}

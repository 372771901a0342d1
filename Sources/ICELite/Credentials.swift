import Bytes
import MediaParameters
import STUN
import SecureTransport

/// Both sides' credentials of one ICE generation, with the key of our password prepared.
struct Credentials: Sendable {
    let local: ICECredentials
    private let username: [UInt8]
    private let authentication: MessageAuthentication

    init(local: ICECredentials, remote: ICECredentials) {
        self.local = local
        username = Array((local.usernameFragment + ":" + remote.usernameFragment).utf8)
        authentication = MessageAuthentication(.sha1, key: local.password)
    }

    func matches(_ name: RawSpan) -> Bool { name.elementsEqual(username.span.bytes) }

    /// Whether the message was made with our password (RFC 8445 §7.2.2: short-term credentials).
    func authenticate(_ message: STUNMessageView) -> Bool {
        guard let integrity = message.integrity(.sha1) else { return false }
        var state = authentication
        state.update(integrity.head.span.bytes)
        state.update(integrity.body)
        let tag = state.finalize()
        return constantTimeEqual(tag.bytes, integrity.value)
    }

    func tag(_ covered: RawSpan) -> AuthenticationTag {
        var state = authentication
        state.update(covered)
        return state.finalize()
    }
}

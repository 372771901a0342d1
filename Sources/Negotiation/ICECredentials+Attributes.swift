import MediaParameters
import SDP

extension ICECredentials {
    /// The credentials of the first level that has any; nil when none has.
    init?(_ levels: [AttributeList]) throws(NegotiationError) {
        for level in levels {
            guard let fragment = level.first("ice-ufrag") ?? level.first("ice-pwd") else { continue }
            guard let name = level.first("ice-ufrag")?.value, let password = level.first("ice-pwd")?.value,
                NegotiationLimits.usernameFragment.contains(name.utf8.count),
                NegotiationLimits.password.contains(password.utf8.count), name.isVisible, password.isVisible
            else { throw NegotiationError(line: fragment.line, reason: .malformedCredentials) }
            self.init(usernameFragment: name, password: password)
            return
        }
        return nil
    }
}

extension String {
    /// Wider than RFC 8839's `ice-char`: some clients write `-`, `_` or `=`. A colon would make the STUN username ambiguous.
    fileprivate var isVisible: Bool {
        utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: ":") }
    }
}

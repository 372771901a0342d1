import COpenSSL

/// HMAC (RFC 2104) as a value: prepare a key once, copy the value for each message. Nothing here allocates.
package struct MessageAuthentication: Sendable {
    package enum Algorithm: Int32, Sendable {
        case sha1 = 20
        case sha256 = 32
    }

    private var state = copenssl_hmac()

    package init(_ algorithm: Algorithm, key: RawSpan) {
        key.withUnsafeBytes { copenssl_hmac_init(&state, algorithm.rawValue, $0.baseAddress, $0.count) }
    }

    package init(_ algorithm: Algorithm, key: some StringProtocol) {
        var key = String(key)
        self = key.withUTF8 { Self(algorithm, key: RawSpan(_unsafeBytes: UnsafeRawBufferPointer($0))) }
    }

    package mutating func update(_ part: RawSpan) {
        part.withUnsafeBytes {
            if $0.count > 0 { copenssl_hmac_update(&state, $0.baseAddress, $0.count) }
        }
    }

    /// The tag of all parts so far.
    package consuming func finalize() -> AuthenticationTag {
        var state = state
        var tag = AuthenticationTag(count: Int(state.digest_count))
        var bytes = tag.storage.mutableSpan
        bytes.withUnsafeMutableBufferPointer { copenssl_hmac_final(&state, $0.baseAddress) }
        return tag
    }

    package static func sha1(key: RawSpan, _ message: RawSpan) -> AuthenticationTag {
        tag(.sha1, key: key, message)
    }

    package static func sha256(key: RawSpan, _ message: RawSpan) -> AuthenticationTag {
        tag(.sha256, key: key, message)
    }

    private static func tag(_ algorithm: Algorithm, key: RawSpan, _ message: RawSpan) -> AuthenticationTag {
        var authentication = MessageAuthentication(algorithm, key: key)
        authentication.update(message)
        return authentication.finalize()
    }
}

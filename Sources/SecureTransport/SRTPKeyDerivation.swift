import COpenSSL

/// Session keys from master keys (RFC 3711 §4.3) with a key derivation rate of zero.
package enum SRTPKeyDerivation {
    /// Labels of RFC 3711 §4.3.1 and §4.3.2.
    package enum Label: UInt8, Sendable {
        case encryption = 0
        case authentication = 1
        case salt = 2
        case controlEncryption = 3
        case controlAuthentication = 4
        case controlSalt = 5
    }

    /// `key` has 16 or 32 bytes, `salt` 12 or 14. Nil when libcrypto refuses.
    package static func derive(_ label: Label, count: Int, key: [UInt8], salt: [UInt8]) -> [UInt8]? {
        guard key.count == 16 || key.count == 32, salt.count == 12 || salt.count == 14, count > 0 else { return nil }
        var output = [UInt8](repeating: 0, count: count)
        let done = copenssl_srtp_derive(
            key, Int32(key.count), salt, Int32(salt.count), label.rawValue, &output, Int32(count))
        return done == 1 ? output : nil
    }
}

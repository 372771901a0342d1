import COpenSSL

/// Plain hashes that STUN's long-term credentials are made of (RFC 8489 §9.2.2, §14.4, §18.5).
package enum MessageDigest: Int32, Sendable {
    case md5 = 16
    case sha256 = 32

    /// `nil` when this machine's OpenSSL refuses the algorithm, as FIPS mode does with MD5.
    package func digest(_ message: RawSpan) -> [UInt8]? {
        var digest = [UInt8](repeating: 0, count: Int(rawValue))
        let status = message.withUnsafeBytes { copenssl_digest(rawValue, $0.baseAddress, $0.count, &digest) }
        return status == 1 ? digest : nil
    }
}

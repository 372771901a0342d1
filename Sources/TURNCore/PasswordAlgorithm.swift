/// How a password becomes a key (RFC 8489 §18.5).
package enum PasswordAlgorithm: UInt16, Sendable {
    case md5 = 1
    case sha256 = 2

    /// PASSWORD-ALGORITHMS as every challenge of ours says it: SHA-256, then MD5, neither with parameters (RFC 8489 §14.11).
    static let offered: [UInt8] = [0, 2, 0, 0, 0, 1, 0, 0]
}

import Crypto

/// A shared secret, compared in a time that does not tell how much of a guess was right.
package struct Secret: Sendable {
    private let key = SymmetricKey(size: .bits256)
    private let code: [UInt8]

    package init(_ text: String) {
        code = Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }

    /// Both sides go through a keyed hash first, so that their lengths are alike too.
    package func matches(_ guess: String) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(guess.utf8), using: key)
    }

    /// The token of `Authorization: Bearer …` (RFC 6750 section 2.1); the scheme's case does not matter.
    package static func bearer(_ header: String?) -> String? {
        guard let header, header.utf8.count <= 4096 else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}

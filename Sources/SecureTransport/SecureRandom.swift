import COpenSSL

/// OpenSSL's random generator: for everything an attacker must not guess.
package struct SecureRandom: RandomNumberGenerator, Sendable {
    package init() {}

    package mutating func next() -> UInt64 {
        var value: UInt64 = 0
        // Without randomness there is no safe way on: predictable passwords and keys are worse than no server.
        precondition(copenssl_random(&value, 8) == 1, "libcrypto has no randomness")
        return value
    }
}

/// Why a check changed nothing.
package enum ICEDropReason: UInt8, Error, Sendable, CaseIterable {
    /// Not a Binding request: this agent never asks, so it expects no answers.
    case notARequest
    /// Without USERNAME or integrity, or with a wrong FINGERPRINT.
    case malformed
    /// Not the announced pair of fragments.
    case wrongUsername
    /// The HMAC does not fit the password.
    case wrongPassword
    /// Answered with 420.
    case unknownAttribute
    /// The peer believes to be controlled; answered with 487.
    case roleConflict
    /// The answer did not fit its memory.
    case noRoom
}

/// Why a check was not answered with success.
package enum ICEDropReason: UInt8, Sendable, CaseIterable {
    /// No Binding request.
    case notARequest
    /// USERNAME is missing or names other fragments than ours and theirs.
    case username
    /// MESSAGE-INTEGRITY is missing or was not made with our password.
    case integrity
    case fingerprint
    /// The peer believes itself controlled: answered with 487 (RFC 8445 §7.3.1.1).
    case roleConflict
    /// Answered with 420 (RFC 8489 §6.3.1).
    case unknownAttribute
}

/// What the history keeps of members' addresses.
package enum AuditAddresses: String, CaseIterable, Sendable {
    case none
    /// An HMAC: equal addresses can be told to be equal, none can be read back.
    case hashed
    /// IPv4 to /24, IPv6 to /48.
    case truncated
    case full
}

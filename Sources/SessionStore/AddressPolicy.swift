/// How much of a member's network address is kept.
package enum AddressPolicy: String, Sendable, CaseIterable {
    /// The first 24 bits of IPv4 and 48 of IPv6: a provider and a region, no household.
    case truncated
    /// A keyed hash: the same address is the same text, and nobody without the audit key can find the address from it.
    case hashed
    case full
    case none
}

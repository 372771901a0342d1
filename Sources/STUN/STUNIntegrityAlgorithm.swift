/// Which HMAC a message carries. Truncated HMAC-SHA256 (RFC 8489 §14.6 leaves it to policy) is not accepted.
package enum STUNIntegrityAlgorithm: Sendable, CaseIterable {
    case sha1
    case sha256

    package var byteCount: Int { self == .sha1 ? 20 : 32 }
    package var attributeType: STUNAttributeType { self == .sha1 ? .messageIntegrity : .messageIntegritySHA256 }
}

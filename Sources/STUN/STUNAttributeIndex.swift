import Bytes

/// One checked walk over the attributes of a message: finds those that limit what is visible and refuses whatever is not well-formed.
struct STUNAttributeIndex {
    /// A cap: every look-up walks the attributes again.
    static let maximum = 64

    /// Where the attributes end that everybody may see: at the first integrity or fingerprint attribute, else at the end of the message.
    private(set) var visibleEnd: Int
    private(set) var integrity: Int?
    private(set) var integritySHA256: Int?
    private(set) var fingerprint: Int?
    /// FINGERPRINT must be the last attribute (RFC 8489 §14.7).
    private(set) var hasAttributesAfterFingerprint = false
    private(set) var unknownComprehensionRequired = STUNUnknownAttributes()

    /// `nil` when an attribute reaches out of the message, there are too many, or an integrity or fingerprint attribute has the wrong size.
    init?(_ datagram: RawSpan) {
        visibleEnd = datagram.byteCount
        var offset = STUNHeader.count
        var number = 0
        while offset < datagram.byteCount {
            guard number < Self.maximum, let type = datagram.uint16(at: offset),
                let length = datagram.uint16(at: offset + 2).map(Int.init),
                datagram.holds((length + 3) & ~3, at: offset + 4), note(type, at: offset, length: length)
            else { return nil }
            offset += 4 + (length + 3) & ~3
            number += 1
        }
    }

    /// False when the attribute is malformed.
    private mutating func note(_ type: UInt16, at offset: Int, length: Int) -> Bool {
        guard fingerprint == nil else {
            hasAttributesAfterFingerprint = true
            return true
        }
        let known = STUNAttributeType(rawValue: type)
        switch known {
        case .messageIntegrity: return noteIntegrity(at: offset, length: length)
        case .messageIntegritySHA256: return noteIntegritySHA256(at: offset, length: length)
        case .fingerprint:
            fingerprint = offset
            hideRest(from: offset)
            return length == 4
        case nil where type < 0x8000 && offset < visibleEnd: unknownComprehensionRequired.append(type)
        default: break
        }
        return true
    }

    /// Behind another integrity attribute it is invisible (RFC 8489 §14.5).
    private mutating func noteIntegrity(at offset: Int, length: Int) -> Bool {
        guard integrity == nil, integritySHA256 == nil else { return true }
        integrity = offset
        hideRest(from: offset)
        return length == STUNIntegrityAlgorithm.sha1.byteCount
    }

    private mutating func noteIntegritySHA256(at offset: Int, length: Int) -> Bool {
        guard integritySHA256 == nil else { return true }
        integritySHA256 = offset
        hideRest(from: offset)
        return length == STUNIntegrityAlgorithm.sha256.byteCount
    }

    private mutating func hideRest(from offset: Int) { visibleEnd = min(visibleEnd, offset) }
}

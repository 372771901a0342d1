import Bytes

/// A well-formed STUN message in a datagram (RFC 8489 §5), read in place. Nothing in it is authentic before the caller has checked `integrity`.
package struct STUNMessageView: ~Escapable {
    private let datagram: RawSpan
    private let index: STUNAttributeIndex
    package let method: STUNMethod
    package let messageClass: STUNMessageClass

    /// `nil` unless the datagram is exactly one message with the magic cookie (classic STUN of RFC 3489 is not spoken) whose attributes all lie inside it.
    @_lifetime(copy datagram)
    package init?(_ datagram: RawSpan) {
        guard let type = datagram.uint16(at: 0).flatMap(STUNMessageType.init), let length = datagram.uint16(at: 2),
            length & 3 == 0, datagram.byteCount == STUNHeader.count + Int(length),
            STUNHeader.hasMagicCookie(datagram), let index = STUNAttributeIndex(datagram)
        else { return nil }
        self.datagram = datagram
        self.index = index
        method = type.method
        messageClass = type.messageClass
    }

    package var transactionID: [12 of UInt8] {
        var identifier: [12 of UInt8] = .init(repeating: 0)
        for place in 0..<12 { identifier[place] = datagram.uint8(at: 8 + place) ?? 0 }
        return identifier
    }

    /// Types of attributes that the sender requires us to understand and that we do not.
    package var unknownComprehensionRequired: STUNUnknownAttributes { index.unknownComprehensionRequired }

    /// The value of an attribute without its padding: of several the first, or the `occurrence`-th (RFC 8656 §10.1 allows several peer addresses).
    /// Attributes behind an integrity attribute do not exist for anybody (RFC 8489 §14.5).
    @_lifetime(copy self)
    package func attribute(_ type: STUNAttributeType, occurrence: Int = 0) -> RawSpan? {
        var offset = STUNHeader.count
        var skip = occurrence
        while offset < index.visibleEnd, let found = datagram.uint16(at: offset),
            let length = datagram.uint16(at: offset + 2).map(Int.init)
        {
            if found == type.rawValue {
                if skip == 0 { return datagram.slice(at: offset + 4, count: length) }
                skip -= 1
            }
            offset += 4 + (length + 3) & ~3
        }
        return nil
    }

    package func contains(_ type: STUNAttributeType) -> Bool { attribute(type) != nil }

    /// The strongest integrity attribute present (RFC 8489 §9.1.3), or `nil`.
    package var integrity: STUNIntegrity? {
        @_lifetime(copy self)
        get {
            if let stronger = integrity(.sha256) { return stronger }
            return integrity(.sha1)
        }
    }

    @_lifetime(copy self)
    package func integrity(_ algorithm: STUNIntegrityAlgorithm) -> STUNIntegrity? {
        guard let offset = algorithm == .sha1 ? index.integrity : index.integritySHA256 else { return nil }
        return STUNIntegrity(datagram, at: offset, algorithm)
    }

    /// Whether the message ends with a FINGERPRINT that is right (RFC 8489 §14.7).
    package var hasValidFingerprint: Bool {
        guard let offset = index.fingerprint, !index.hasAttributesAfterFingerprint,
            let covered = datagram.slice(at: 0, count: offset), let value = datagram.uint32(at: offset + 4)
        else { return false }
        return value == STUNFingerprint.value(of: covered)
    }

    package var hasFingerprint: Bool { index.fingerprint != nil }
}

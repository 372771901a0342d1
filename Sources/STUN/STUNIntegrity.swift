import Bytes

/// A MESSAGE-INTEGRITY or MESSAGE-INTEGRITY-SHA256 attribute and what its HMAC covers (RFC 8489 §14.5, §14.6): `head`, then `body`.
package struct STUNIntegrity: ~Escapable {
    package let algorithm: STUNIntegrityAlgorithm
    /// Where the attribute (its type field) begins in the message.
    package let offset: Int
    /// 20 or 32 bytes, to be compared in constant time.
    package let value: RawSpan
    /// Type and length of the message, the length as it was when the HMAC was computed: up to the end of this attribute.
    package let head: [4 of UInt8]
    /// From the magic cookie up to this attribute.
    package let body: RawSpan

    /// `nil` when the offset does not name a whole attribute of the algorithm's size.
    @_lifetime(copy datagram)
    init?(_ datagram: RawSpan, at offset: Int, _ algorithm: STUNIntegrityAlgorithm) {
        guard let value = datagram.slice(at: offset + 4, count: algorithm.byteCount),
            let body = datagram.slice(at: 4, count: offset - 4),
            let high = datagram.uint8(at: 0), let low = datagram.uint8(at: 1)
        else { return nil }
        let length = UInt16(truncatingIfNeeded: offset + 4 + algorithm.byteCount - STUNHeader.count)
        self.algorithm = algorithm
        self.offset = offset
        self.value = value
        self.body = body
        head = [high, low, UInt8(length >> 8), UInt8(length & 0xff)]
    }
}

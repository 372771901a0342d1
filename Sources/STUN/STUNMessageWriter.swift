import Bytes

/// Writes one message into memory of the caller. What does not fit is left out and makes `count` 0, so the caller checks once, at the end.
/// The header's length is right after every attribute, padding bytes are zero.
package struct STUNMessageWriter: ~Copyable, ~Escapable {
    private var bytes: MutableRawSpan
    private var position = 0
    private var full = false
    private let mask: STUNAddressMask

    @_lifetime(copy bytes)
    package init(
        _ bytes: consuming MutableRawSpan, _ messageClass: STUNMessageClass, _ method: STUNMethod,
        transactionID: [12 of UInt8]
    ) {
        self.bytes = bytes
        mask = STUNAddressMask(transactionID)
        append(STUNMessageType(method, messageClass).field)
        append(UInt16(0))
        append(mask.high)
        append(mask.low)
    }

    /// Bytes of the message, 0 when it did not fit.
    package var count: Int { full ? 0 : position }

    /// An attribute without a value, such as USE-CANDIDATE.
    @_lifetime(self: copy self)
    package mutating func write(_ type: STUNAttributeType) { begin(type, count: 0) }

    @_lifetime(self: copy self)
    package mutating func write(_ type: STUNAttributeType, _ value: borrowing RawSpan) {
        begin(type, count: value.byteCount)
        guard !full, bytes.copy(value, at: position) else {
            full = true
            return
        }
        position += value.byteCount
        pad()
    }

    @_lifetime(self: copy self)
    package mutating func write(_ type: STUNAttributeType, _ value: UInt32) {
        begin(type, count: 4)
        append(value)
    }

    @_lifetime(self: copy self)
    package mutating func write(_ type: STUNAttributeType, _ value: UInt64) {
        begin(type, count: 8)
        append(value)
    }

    @_lifetime(self: copy self)
    package mutating func write(_ type: STUNAttributeType, text: String) {
        begin(type, count: text.utf8.count)
        for byte in text.utf8 { append(byte) }
        pad()
    }

    @_lifetime(self: copy self)
    package mutating func writeXORAddress(_ type: STUNAttributeType, _ address: SocketAddress) {
        begin(type, count: address.isIPv4 ? 8 : 20)
        append(UInt16(address.isIPv4 ? 1 : 2))
        append(address.port ^ mask.port)
        guard !address.isIPv4 else { return append(address.ipv4 ^ mask.ipv4) }
        append(address.high ^ mask.high)
        append(address.low ^ mask.low)
    }

    /// `code` is 300–699. The reason phrase is for people; leaving it empty keeps answers to unauthenticated requests small.
    @_lifetime(self: copy self)
    package mutating func writeErrorCode(_ code: Int, reason: String = "") {
        begin(.errorCode, count: 4 + reason.utf8.count)
        append(UInt16(0))
        append(UInt8(truncatingIfNeeded: code / 100))
        append(UInt8(truncatingIfNeeded: code % 100))
        for byte in reason.utf8 { append(byte) }
        pad()
    }

    @_lifetime(self: copy self)
    package mutating func writeUnknownAttributes(_ types: STUNUnknownAttributes) {
        begin(.unknownAttributes, count: types.count * 2)
        for place in 0..<types.count { append(types[place] ?? 0) }
        pad()
    }

    /// What the HMAC of the next attribute covers: the message so far, its length already counting that attribute (RFC 8489 §14.5).
    /// Follow it with `writeIntegrity`.
    @_lifetime(&self)
    package mutating func integrityCoverage(_ algorithm: STUNIntegrityAlgorithm) -> RawSpan {
        setLength(position + 4 + algorithm.byteCount)
        return bytes.bytes.extracting(first: position)
    }

    /// `mac` has the algorithm's size.
    @_lifetime(self: copy self)
    package mutating func writeIntegrity(_ algorithm: STUNIntegrityAlgorithm, _ mac: borrowing RawSpan) {
        guard mac.byteCount == algorithm.byteCount else {
            full = true
            return
        }
        write(algorithm.attributeType, mac)
    }

    /// Always the last attribute.
    @_lifetime(self: copy self)
    package mutating func writeFingerprint() {
        guard !full else { return }
        setLength(position + 8)
        let value = STUNFingerprint.value(of: bytes.bytes.extracting(first: position))
        write(.fingerprint, value)
    }

    /// Type and length; the caller appends exactly `count` bytes.
    @_lifetime(self: copy self)
    private mutating func begin(_ type: STUNAttributeType, count: Int) {
        guard let length = UInt16(exactly: count), bytes.holds(4 + (count + 3) & ~3, at: position) else {
            full = true
            return
        }
        setLength(position + 4 + (count + 3) & ~3)
        append(type.rawValue)
        append(length)
    }

    @_lifetime(self: copy self)
    private mutating func setLength(_ end: Int) {
        bytes.store(UInt16(truncatingIfNeeded: end - STUNHeader.count), at: 2)
    }

    @_lifetime(self: copy self)
    private mutating func pad() {
        while position & 3 != 0, !full { append(UInt8(0)) }
    }

    @_lifetime(self: copy self)
    private mutating func append(_ value: UInt8) { advance(1, !full && bytes.store(value, at: position)) }

    @_lifetime(self: copy self)
    private mutating func append(_ value: UInt16) { advance(2, !full && bytes.store(value, at: position)) }

    @_lifetime(self: copy self)
    private mutating func append(_ value: UInt32) { advance(4, !full && bytes.store(value, at: position)) }

    @_lifetime(self: copy self)
    private mutating func append(_ value: UInt64) { advance(8, !full && bytes.store(value, at: position)) }

    @_lifetime(self: copy self)
    private mutating func advance(_ count: Int, _ written: Bool) {
        if written { position += count } else { full = true }
    }
}

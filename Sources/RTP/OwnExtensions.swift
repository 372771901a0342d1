import Bytes
import MediaParameters

/// The elements that the server fills in itself, ready in one form: abs-send-time, transport-cc, mid, in this order.
struct OwnExtensions: Sendable {
    /// Big-endian words, so that a packet takes four stores at most.
    private var words: [4 of UInt64] = .init(repeating: 0)
    private(set) var count = 0
    /// Offset of the value, or 0 when the receiver did not negotiate it.
    private var sendTimeOffset = 0
    private var transportSequenceOffset = 0
    /// False when an id does not fit the form.
    private(set) var isComplete = true

    init(_ extensions: HeaderExtensionMap, mid: String, form: ExtensionForm) {
        sendTimeOffset = append(extensions[.absSendTime], [0, 0, 0], form)
        transportSequenceOffset = append(extensions[.transportCC], [0, 0], form)
        let mid = Array(mid.utf8)
        if (1...16).contains(mid.count) { _ = append(extensions[.mid], mid, form) }
    }

    /// The caller has made sure that `count` bytes fit.
    @inline(__always)
    @_lifetime(slot: copy slot)
    func write(_ fields: RTPFields, into slot: inout MutableRawSpan, at offset: Int) {
        let full = count >> 3
        for index in 0..<full { slot.store(words[index], at: offset + index * 8) }
        writeRest(from: full, into: &slot, at: offset)
        if sendTimeOffset != 0 { slot.store24(fields.absSendTime, at: offset + sendTimeOffset) }
        if transportSequenceOffset != 0 { slot.store(fields.transportSequence, at: offset + transportSequenceOffset) }
    }

    /// The bytes behind the last full word.
    @inline(__always)
    @_lifetime(slot: copy slot)
    private func writeRest(from word: Int, into slot: inout MutableRawSpan, at offset: Int) {
        var rest = count - word * 8
        guard rest > 0 else { return }
        var bits = words[word]
        var place = offset + word * 8
        if rest >= 4 {
            slot.store(UInt32(truncatingIfNeeded: bits >> 32), at: place)
            bits <<= 32
            place += 4
            rest -= 4
        }
        while rest > 0 {
            slot.store(UInt8(truncatingIfNeeded: bits >> 56), at: place)
            bits <<= 8
            place += 1
            rest -= 1
        }
    }

    /// Answers the offset of the value, 0 when the element is left out.
    private mutating func append(_ id: UInt8, _ value: [UInt8], _ form: ExtensionForm) -> Int {
        guard id != 0 else { return 0 }
        guard form == .twoByte || id <= 14 else {
            isComplete = false
            return 0
        }
        let length = UInt8(value.count)
        for byte in form == .oneByte ? [id << 4 | (length - 1)] : [id, length] { append(byte) }
        let offset = count
        for byte in value { append(byte) }
        return offset
    }

    private mutating func append(_ byte: UInt8) {
        words[count >> 3] |= UInt64(byte) << UInt64(56 - (count & 7) * 8)
        count += 1
    }
}

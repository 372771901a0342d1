import Bytes
import MediaParameters

/// Writes the headers of one receive slot. Prepared once, so that a packet costs a few stores: the elements that the server itself fills in
/// (abs-send-time, transport-cc, mid) lie ready in both forms of RFC 8285, and only numbers are patched in.
package struct RTPHeaderWriter: Sendable {
    /// The slot's SSRC, for the caller's `RTPFields`.
    package let ssrc: UInt32
    private let oneByte: OwnExtensions
    private let twoByte: OwnExtensions
    /// Bits of the extensions that pass from publisher to receiver, by `HeaderExtension.rawValue`.
    private let forwarded: UInt16
    /// The receiver's ids, by `HeaderExtension.rawValue`.
    private let ids: [10 of UInt8]
    /// Bits of those whose id needs the two-byte form.
    private let highIDs: UInt16

    private static let passed: [HeaderExtension] = [
        .audioLevel, .videoOrientation, .playoutDelay, .absCaptureTime, .dependencyDescriptor,
    ]

    /// `extensions` are the receiver's. A `mid` of more than 16 bytes is left out (RFC 8285 §4.2 has no room for it in the one-byte form).
    package init(ssrc: UInt32, extensions: HeaderExtensionMap, mid: String) {
        self.ssrc = ssrc
        oneByte = OwnExtensions(extensions, mid: mid, form: .oneByte)
        twoByte = OwnExtensions(extensions, mid: mid, form: .twoByte)
        var ids: [10 of UInt8] = .init(repeating: 0)
        var (forwarded, high): (UInt16, UInt16) = (0, 0)
        for kind in Self.passed where extensions[kind] != 0 {
            ids[Int(kind.rawValue)] = extensions[kind]
            forwarded |= 1 << UInt16(kind.rawValue)
            if extensions[kind] > 14 { high |= 1 << UInt16(kind.rawValue) }
        }
        self.ids = ids
        highIDs = high
        self.forwarded = forwarded
    }

    /// Writes the header that belongs before the payload of `packet` into the start of `slot`. CSRCs and padding are dropped.
    /// Answers the bytes written, 0 when they do not fit. One form serves the whole packet (RFC 8285 §4.1.2): the two-byte form as soon as one element needs it.
    @_lifetime(slot: copy slot)
    package func write(
        _ layout: RTPLayout, of packet: RawSpan, as fields: RTPFields, into slot: inout MutableRawSpan
    ) -> Int {
        let passing = layout.elements.present & forwarded
        guard passing != 0 || !oneByte.isComplete else {
            return write(fields, .oneByte, oneByte, elementCount: oneByte.count, into: &slot)
        }
        let sizes = ElementSizes(passing, in: layout.elements)
        guard oneByte.isComplete, sizes.fitOneByteForm, passing & highIDs == 0 else {
            let count = twoByte.count + sizes.sum + 2 * sizes.number
            let end = write(fields, .twoByte, twoByte, elementCount: count, into: &slot)
            if end > 0 { pass(passing, of: packet, layout.elements, .twoByte, into: &slot, at: 16 + twoByte.count) }
            return end
        }
        let count = oneByte.count + sizes.sum + sizes.number
        let end = write(fields, .oneByte, oneByte, elementCount: count, into: &slot)
        if end > 0 { pass(passing, of: packet, layout.elements, .oneByte, into: &slot, at: 16 + oneByte.count) }
        return end
    }

    /// Everything but the passed elements; answers the bytes of the whole header, 0 when they do not fit.
    @inline(__always)
    @_lifetime(slot: copy slot)
    private func write(
        _ fields: RTPFields, _ form: ExtensionForm, _ own: borrowing OwnExtensions, elementCount: Int,
        into slot: inout MutableRawSpan
    ) -> Int {
        guard elementCount > 0 else { return writeFixed(fields, hasExtension: false, into: &slot) ? 12 : 0 }
        let end = 16 + (elementCount + 3) & ~3
        guard end <= slot.byteCount, writeFixed(fields, hasExtension: true, into: &slot) else { return 0 }
        let words = UInt32(truncatingIfNeeded: (end - 16) >> 2)
        slot.store(UInt32(form.profile) << 16 | words, at: 12)
        // Padding lies in the last word, and whatever elements reach into it are written afterwards.
        slot.store(UInt32(0), at: end - 4)
        own.write(fields, into: &slot, at: 16)
        return end
    }

    /// Copies the elements under the receiver's ids. The caller has made sure that they fit.
    @inline(__always)
    @_lifetime(slot: copy slot)
    private func pass(
        _ passing: UInt16, of packet: RawSpan, _ elements: RTPExtensionElements, _ form: ExtensionForm,
        into slot: inout MutableRawSpan, at start: Int
    ) {
        var rest = passing
        var offset = start
        while rest != 0 {
            let kind = UInt8(truncatingIfNeeded: rest.trailingZeroBitCount)
            rest &= rest &- 1
            let count = elements.count(kind)
            offset += form.writeHead(id: ids[Int(kind)], count: count, into: &slot, at: offset)
            copy(count, of: packet, from: elements.offset(kind), into: &slot, at: offset)
            offset += count
        }
    }

    /// Elements are a few bytes as a rule, so a call of memcpy would cost more than it saves.
    @inline(__always)
    @_lifetime(slot: copy slot)
    private func copy(
        _ count: Int, of packet: RawSpan, from source: Int, into slot: inout MutableRawSpan, at target: Int
    ) {
        var done = 0
        while count - done >= 8 {
            slot.store(packet.uint64(at: source + done) ?? 0, at: target + done)
            done += 8
        }
        while done < count {
            slot.store(packet.uint8(at: source + done) ?? 0, at: target + done)
            done += 1
        }
    }

    @inline(__always)
    @_lifetime(slot: copy slot)
    private func writeFixed(_ fields: RTPFields, hasExtension: Bool, into slot: inout MutableRawSpan) -> Bool {
        guard slot.byteCount >= 12 else { return false }
        let second = fields.payloadType & 0x7f | (fields.marker ? 0x80 : 0)
        let head = (hasExtension ? UInt32(0x90) : 0x80) << 24 | UInt32(second) << 16 | UInt32(fields.sequence)
        slot.store(UInt64(head) << 32 | UInt64(fields.timestamp), at: 0)
        slot.store(fields.ssrc, at: 8)
        return true
    }
}

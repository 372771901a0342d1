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

    private static let passed: [HeaderExtension] = [
        .audioLevel, .videoOrientation, .playoutDelay, .absCaptureTime, .dependencyDescriptor,
    ]

    /// `extensions` are the receiver's. A `mid` of more than 16 bytes is left out (RFC 8285 §4.2 has no room for it in the one-byte form).
    package init(ssrc: UInt32, extensions: HeaderExtensionMap, mid: String) {
        self.ssrc = ssrc
        oneByte = OwnExtensions(extensions, mid: mid, form: .oneByte)
        twoByte = OwnExtensions(extensions, mid: mid, form: .twoByte)
        var ids: [10 of UInt8] = .init(repeating: 0)
        var forwarded: UInt16 = 0
        for kind in Self.passed where extensions[kind] != 0 {
            ids[Int(kind.rawValue)] = extensions[kind]
            forwarded |= 1 << UInt16(kind.rawValue)
        }
        self.ids = ids
        self.forwarded = forwarded
    }

    /// Writes the header that belongs before the payload of `packet` into the start of `slot`. CSRCs and padding are dropped.
    /// Answers the bytes written, 0 when they do not fit.
    @_lifetime(slot: copy slot)
    package func write(
        _ layout: RTPLayout, of packet: RawSpan, as fields: RTPFields, into slot: inout MutableRawSpan
    ) -> Int {
        let passing = layout.elements.present & forwarded
        let form = form(of: passing, in: layout.elements)
        let own = form == .oneByte ? oneByte : twoByte
        let elementCount = own.count + passedCount(passing, in: layout.elements, form)
        guard elementCount > 0 else { return writeFixed(fields, hasExtension: false, into: &slot) ? 12 : 0 }
        let end = 16 + (elementCount + 3) & ~3
        guard end <= slot.byteCount, writeFixed(fields, hasExtension: true, into: &slot) else { return 0 }
        slot.store(form.profile, at: 12)
        slot.store(UInt16(truncatingIfNeeded: (end - 16) >> 2), at: 14)
        own.write(fields, into: &slot, at: 16)
        var offset = 16 + own.count
        if passing != 0 { offset = pass(passing, of: packet, layout.elements, form, into: &slot, at: offset) }
        while offset < end {
            slot.store(UInt8(0), at: offset)
            offset += 1
        }
        return end
    }

    /// One form for the whole packet (RFC 8285 §4.1.2): the two-byte form as soon as one element needs it.
    @inline(__always)
    private func form(of passing: UInt16, in elements: RTPExtensionElements) -> ExtensionForm {
        guard oneByte.isComplete else { return .twoByte }
        var rest = passing
        while rest != 0 {
            let kind = UInt8(truncatingIfNeeded: rest.trailingZeroBitCount)
            rest &= rest &- 1
            let count = elements.count(kind)
            if ids[Int(kind)] > 14 || count == 0 || count > 16 { return .twoByte }
        }
        return .oneByte
    }

    @inline(__always)
    private func passedCount(_ passing: UInt16, in elements: RTPExtensionElements, _ form: ExtensionForm) -> Int {
        var rest = passing
        var sum = 0
        while rest != 0 {
            sum += form.headCount + elements.count(UInt8(truncatingIfNeeded: rest.trailingZeroBitCount))
            rest &= rest &- 1
        }
        return sum
    }

    /// Copies the elements under the receiver's ids; answers the offset behind them. The caller has made sure that they fit.
    @inline(__always)
    @_lifetime(slot: copy slot)
    private func pass(
        _ passing: UInt16, of packet: RawSpan, _ elements: RTPExtensionElements, _ form: ExtensionForm,
        into slot: inout MutableRawSpan, at start: Int
    ) -> Int {
        var rest = passing
        var offset = start
        while rest != 0 {
            let kind = UInt8(truncatingIfNeeded: rest.trailingZeroBitCount)
            rest &= rest &- 1
            let count = elements.count(kind)
            offset += form.writeHead(id: ids[Int(kind)], count: count, into: &slot, at: offset)
            for index in 0..<count {
                slot.store(packet.uint8(at: elements.offset(kind) + index) ?? 0, at: offset + index)
            }
            offset += count
        }
        return offset
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

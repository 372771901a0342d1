import Bytes
import MediaParameters

/// Places of the known elements of one extension block (RFC 8285). The first of two elements with one id counts.
@usableFromInline
struct RTPExtensionElements: Sendable {
    /// Indexed by `HeaderExtension.rawValue`: offset in the packet << 8 | bytes; 0 when absent, for no element can lie at offset 0.
    @usableFromInline var places: [10 of UInt32] = .init(repeating: 0)
    /// Bit `rawValue` is set for each element present.
    @usableFromInline var present: UInt16 = 0

    /// `block` includes the four bytes of profile and length; empty when the packet has none.
    init(_ packet: RawSpan, block: Range<Int>, extensions: borrowing HeaderExtensionMap) {
        guard !block.isEmpty, let profile = packet.uint16(at: block.lowerBound) else { return }
        if profile == 0xbede {
            walkOneByteForm(packet, from: block.lowerBound + 4, to: block.upperBound, extensions)
        } else if profile & 0xfff0 == 0x1000 {
            walkTwoByteForm(packet, from: block.lowerBound + 4, to: block.upperBound, extensions)
        }
    }

    @inlinable func offset(_ kind: UInt8) -> Int { Int(places[Int(kind)] >> 8) }
    @inlinable func count(_ kind: UInt8) -> Int { Int(places[Int(kind)] & 0xff) }

    /// RFC 8285 §4.2: id 15, and id 0 with a length, end the walk.
    private mutating func walkOneByteForm(
        _ packet: RawSpan, from start: Int, to end: Int, _ extensions: borrowing HeaderExtensionMap
    ) {
        var offset = start
        while offset < end, let head = packet.uint8(at: offset), head >> 4 != 15 {
            offset += 1
            guard head >= 0x10 else {
                if head == 0 { continue }
                return
            }
            let count = Int(head & 0x0f) + 1
            guard count <= end - offset else { return }
            note(extensions.rawKind(of: head >> 4), at: offset, count: count)
            offset += count
        }
    }

    /// RFC 8285 §4.3: a zero id is a byte of padding, any other is followed by its length, which may be 0.
    private mutating func walkTwoByteForm(
        _ packet: RawSpan, from start: Int, to end: Int, _ extensions: borrowing HeaderExtensionMap
    ) {
        var offset = start
        while offset < end, let id = packet.uint8(at: offset) {
            offset += 1
            if id == 0 { continue }
            guard offset < end, let length = packet.uint8(at: offset) else { return }
            offset += 1
            guard Int(length) <= end - offset else { return }
            note(extensions.rawKind(of: id), at: offset, count: Int(length))
            offset += Int(length)
        }
    }

    @inline(__always)
    private mutating func note(_ kind: UInt8, at offset: Int, count: Int) {
        guard kind < 10, present & 1 << UInt16(kind) == 0 else { return }
        places[Int(kind)] = UInt32(truncatingIfNeeded: offset) << 8 | UInt32(truncatingIfNeeded: count)
        present |= 1 << UInt16(kind)
    }
}

import Bytes

/// Walks over a compound RTCP packet (RFC 3550 §6.1), full or reduced-size (RFC 5506). What is malformed ends the walk; packets before it count.
package struct RTCPReader: ~Escapable {
    private let compound: RawSpan
    private var offset = 0
    /// True once something was found that is no RTCP.
    package private(set) var isMalformed = false

    @_lifetime(copy compound)
    package init(_ compound: RawSpan) { self.compound = compound }

    /// RFC 5761 §4: of packets that share a port, these are RTCP.
    @inlinable
    package static func isRTCP(_ datagram: RawSpan) -> Bool {
        guard let second = datagram.uint8(at: 1) else { return false }
        return second >= 192 && second <= 223
    }

    @_lifetime(self: copy self)
    @_lifetime(copy self)
    package mutating func next() -> RTCPPacket? {
        guard offset < compound.byteCount, !isMalformed else { return nil }
        guard let words = compound.uint16(at: offset + 2),
            let whole = compound.slice(at: offset, count: 4 + 4 * Int(words)),
            let packet = RTCPPacket(whole, isLast: compound.byteCount - offset == whole.byteCount)
        else {
            isMalformed = true
            return nil
        }
        offset += whole.byteCount
        return packet
    }
}

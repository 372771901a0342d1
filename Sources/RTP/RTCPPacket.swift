import Bytes

/// One packet of a compound, read in place.
package struct RTCPPacket: ~Escapable {
    package let type: RTCPPacketType
    /// The five bits behind the padding bit: number of report blocks or sources, or the feedback message type.
    package let count: UInt8
    /// What follows the first four bytes, without padding.
    package let body: RawSpan

    /// `whole` has the length that its header says. Padding is allowed at the end of a compound alone (RFC 3550 §6.4.1).
    /// Its count need not be a multiple of four: libwebrtc pads transport-wide feedback by one to three bytes and says so.
    @_lifetime(copy whole)
    init?(_ whole: RawSpan, isLast: Bool) {
        guard let first = whole.uint8(at: 0), first >> 6 == 2, let type = whole.uint8(at: 1) else { return nil }
        var padding = 0
        if first & 0x20 != 0 {
            guard isLast, let count = whole.uint8(at: whole.byteCount - 1), count > 0 else {
                return nil
            }
            padding = Int(count)
        }
        guard let body = whole.slice(at: 4, count: whole.byteCount - 4 - padding) else { return nil }
        self.type = RTCPPacketType(rawValue: type)
        count = first & 0x1f
        self.body = body
    }

    /// What the packet is, told by type and, for feedback, by format.
    package var kind: RTCPKind { RTCPKind(type, format: count, body: body) }

    /// SSRC of whoever sent the packet; every type but SDES and BYE begins with it.
    package var senderSSRC: UInt32? { body.uint32(at: 0) }
    /// SSRC of the media that feedback is about (RFC 4585 §6.1).
    package var mediaSSRC: UInt32? { body.uint32(at: 4) }
}

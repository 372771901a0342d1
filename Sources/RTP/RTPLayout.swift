import Bytes
import MediaParameters

/// Where everything lies in one RTP packet (RFC 3550 §5.1, RFC 8285): parsed once, holds numbers and offsets only, never bytes.
package struct RTPLayout: Sendable {
    package let payloadType: UInt8
    package let marker: Bool
    package let sequence: UInt16
    package let timestamp: UInt32
    package let ssrc: UInt32
    /// Bytes before the payload: fixed header, CSRCs and extension block.
    package let payloadOffset: Int
    /// Bytes of payload without padding. 0 for packets of padding alone, which senders use as bandwidth probes.
    package let payloadCount: Int
    package let paddingCount: Int
    /// The known extensions that the packet carries, by `HeaderExtension.rawValue`.
    @usableFromInline let elements: RTPExtensionElements

    /// `nil` when the packet is no well-formed RTP. A broken element inside an extension block of correct length only ends the walk over the block
    /// (RFC 8285 §4.2): what came before it counts.
    package init?(_ packet: RawSpan, extensions: borrowing HeaderExtensionMap) {
        guard let headerCount = Self.headerCount(packet), packet.byteCount <= Int(UInt16.max),
            let first = packet.uint8(at: 0), let second = packet.uint8(at: 1),
            let sequence = packet.uint16(at: 2), let timestamp = packet.uint32(at: 4), let ssrc = packet.uint32(at: 8),
            let padding = Self.paddingCount(packet, headerCount: headerCount, flagged: first & 0x20 != 0)
        else { return nil }
        payloadType = second & 0x7f
        marker = second & 0x80 != 0
        self.sequence = sequence
        self.timestamp = timestamp
        self.ssrc = ssrc
        payloadOffset = headerCount
        paddingCount = padding
        payloadCount = packet.byteCount - headerCount - padding
        let block = 12 + 4 * Int(first & 0x0f)
        elements = RTPExtensionElements(
            packet, block: first & 0x10 != 0 ? block..<headerCount : 0..<0, extensions: extensions)
    }

    /// Bytes of fixed header, CSRCs and extension block: what SRTP authenticates but does not encrypt. `nil` when this is no RTP version 2 or any of it lies outside.
    @inlinable
    package static func headerCount(_ packet: RawSpan) -> Int? {
        guard let first = packet.uint8(at: 0), first >> 6 == 2 else { return nil }
        let fixed = 12 + 4 * Int(first & 0x0f)
        guard first & 0x10 != 0 else { return packet.byteCount >= fixed ? fixed : nil }
        guard let words = packet.uint16(at: fixed + 2) else { return nil }
        let count = fixed + 4 + 4 * Int(words)
        return packet.byteCount >= count ? count : nil
    }

    @inlinable
    package static func ssrc(_ packet: RawSpan) -> UInt32? { packet.uint32(at: 8) }

    @inlinable
    package static func sequence(_ packet: RawSpan) -> UInt16? { packet.uint16(at: 2) }

    @inlinable
    package func contains(_ kind: HeaderExtension) -> Bool { elements.offset(kind.rawValue) != 0 }

    /// The value of an extension that both the map and the packet have. `packet` is the one that was parsed.
    @inlinable
    @_lifetime(copy packet)
    package func value(of kind: HeaderExtension, in packet: RawSpan) -> RawSpan? {
        let offset = elements.offset(kind.rawValue)
        guard offset != 0 else { return nil }
        return packet.slice(at: offset, count: elements.count(kind.rawValue))
    }

    /// The payload without padding.
    @inlinable
    @_lifetime(copy packet)
    package func payload(of packet: RawSpan) -> RawSpan? {
        packet.slice(at: payloadOffset, count: payloadCount)
    }

    /// `nil` when the count in the last byte is 0 or reaches into the header (RFC 3550 §5.1 counts itself).
    private static func paddingCount(_ packet: RawSpan, headerCount: Int, flagged: Bool) -> Int? {
        guard flagged else { return 0 }
        guard let count = packet.uint8(at: packet.byteCount - 1), count > 0,
            Int(count) <= packet.byteCount - headerCount
        else { return nil }
        return Int(count)
    }
}

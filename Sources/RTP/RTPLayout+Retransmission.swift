import Bytes

extension RTPLayout {
    /// The packet that a retransmission repairs (RFC 4588 §4): the original sequence number is the payload's first two bytes, the rest is its payload.
    /// Describes the same memory, so `packet` is still the retransmission. `nil` when the payload is too short to name an original.
    package func restoringOriginal(payloadType: UInt8, ssrc: UInt32, in packet: RawSpan) -> RTPLayout? {
        guard payloadCount >= 2, let original = packet.uint16(at: payloadOffset) else { return nil }
        return RTPLayout(self, payloadType: payloadType, sequence: original, ssrc: ssrc, skipping: 2)
    }

    private init(_ other: RTPLayout, payloadType: UInt8, sequence: UInt16, ssrc: UInt32, skipping count: Int) {
        self.payloadType = payloadType
        marker = other.marker
        self.sequence = sequence
        timestamp = other.timestamp
        self.ssrc = ssrc
        payloadOffset = other.payloadOffset + count
        payloadCount = other.payloadCount - count
        paddingCount = other.paddingCount
        elements = other.elements
    }
}

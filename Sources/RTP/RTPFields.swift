/// What differs from packet to packet in the header that a receiver gets.
package struct RTPFields: Sendable, Equatable {
    package var payloadType: UInt8
    package var marker: Bool
    package var sequence: UInt16
    package var timestamp: UInt32
    package var ssrc: UInt32
    /// Transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions); left out when the receiver did not negotiate it.
    package var transportSequence: UInt16
    /// 24-bit fixed point, 6.18 seconds (see `AbsoluteSendTime`); left out likewise.
    package var absSendTime: UInt32

    @inlinable
    package init(
        payloadType: UInt8, marker: Bool, sequence: UInt16, timestamp: UInt32, ssrc: UInt32,
        transportSequence: UInt16 = 0, absSendTime: UInt32 = 0
    ) {
        self.payloadType = payloadType
        self.marker = marker
        self.sequence = sequence
        self.timestamp = timestamp
        self.ssrc = ssrc
        self.transportSequence = transportSequence
        self.absSendTime = absSendTime
    }
}

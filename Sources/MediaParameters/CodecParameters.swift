/// One negotiated payload type of an m-line.
package struct CodecParameters: Sendable, Equatable {
    package var payloadType: UInt8
    package var codec: Codec
    /// RTP clock in Hz.
    package var clockRate: UInt32
    /// What must be equal for a receiver to decode what a publisher sends: the H.264 profile (profile_idc and constraint flags that matter)
    /// with the packetization mode, the VP9 or AV1 profile; 0 for the others.
    package var profile: UInt32
    /// Payload type of its retransmissions (RFC 4588), if negotiated.
    package var rtxPayloadType: UInt8?
    package var feedback: FeedbackMechanisms

    package init(
        payloadType: UInt8, codec: Codec, clockRate: UInt32, profile: UInt32 = 0, rtxPayloadType: UInt8? = nil,
        feedback: FeedbackMechanisms = []
    ) {
        self.payloadType = payloadType
        self.codec = codec
        self.clockRate = clockRate
        self.profile = profile
        self.rtxPayloadType = rtxPayloadType
        self.feedback = feedback
    }
}

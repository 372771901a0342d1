import Bytes

extension RTCPPacket {
    /// The sequence numbers that a generic NACK asks for; none for any other packet.
    package var lostSequences: RTCPLostSequences {
        @_lifetime(copy self)
        get { RTCPLostSequences(kind == .nack ? body.slice(at: 8, count: body.byteCount - 8) : nil) }
    }

    /// The `index`-th stream that a FIR asks a key frame of, with its command number (RFC 5104 §4.3.1.1).
    package func fullIntraRequest(at index: Int) -> (ssrc: UInt32, sequence: UInt8)? {
        guard kind == .fir, index >= 0, index < 64, let ssrc = body.uint32(at: 8 + index * 8),
            let sequence = body.uint8(at: 12 + index * 8)
        else { return nil }
        return (ssrc, sequence)
    }

    package var bandwidthLimit: RTCPBandwidthLimit? { kind == .remb ? RTCPBandwidthLimit(body) : nil }

    /// The body of transport-wide feedback, for `TWCCFeedback`.
    package var transportFeedback: RawSpan? {
        @_lifetime(copy self)
        get { kind == .transportCC ? body : nil }
    }
}

import Bytes

extension ByteWriter {
    /// Generic NACK for `sequences`, which go up the circle of 2^16: numbers within 16 of the first share an item (RFC 4585 §6.2.1). Nothing is written for none.
    @_lifetime(self: copy self)
    package mutating func writeNack(senderSSRC: UInt32, mediaSSRC: UInt32, sequences: Span<UInt16>) {
        guard sequences.count > 0 else { return }
        let start = count
        writeFeedbackHeader(.transportFeedback, format: 1, senderSSRC, mediaSSRC, itemCount: 0)
        var index = 0
        while index < sequences.count {
            let packet = sequences[index]
            var following: UInt16 = 0
            index += 1
            while index < sequences.count, (1...16).contains(sequences[index] &- packet) {
                following |= 1 << (sequences[index] &- packet &- 1)
                index += 1
            }
            write(packet)
            write(following)
        }
        patch(UInt16(truncatingIfNeeded: (count - start) / 4 - 1), at: start + 2)
    }

    /// RFC 4585 §6.3.1.
    @_lifetime(self: copy self)
    package mutating func writePictureLoss(senderSSRC: UInt32, mediaSSRC: UInt32) {
        writeFeedbackHeader(.payloadFeedback, format: 1, senderSSRC, mediaSSRC, itemCount: 0)
    }

    /// FIR for one stream. `sequence` goes up by one with each new command; repeats of a command keep it (RFC 5104 §4.3.1.1).
    @_lifetime(self: copy self)
    package mutating func writeFullIntraRequest(senderSSRC: UInt32, mediaSSRC: UInt32, sequence: UInt8) {
        // The media source of the header is unused and 0.
        writeFeedbackHeader(.payloadFeedback, format: 4, senderSSRC, 0, itemCount: 8)
        write(mediaSSRC)
        write(UInt32(sequence) << 24)
    }

    /// REMB. `bitrate` in bit/s is rounded down to 18 significant bits; of the SSRCs the first 255 are written.
    @_lifetime(self: copy self)
    package mutating func writeBandwidthLimit(senderSSRC: UInt32, bitrate: UInt64, ssrcs: Span<UInt32>) {
        let number = min(ssrcs.count, 255)
        writeFeedbackHeader(.payloadFeedback, format: 15, senderSSRC, 0, itemCount: 8 + 4 * number)
        write(RTCPBandwidthLimit.identifier)
        let exponent = UInt32(max(0, 46 - bitrate.leadingZeroBitCount))
        let mantissa = UInt32(truncatingIfNeeded: bitrate >> UInt64(exponent))
        write(UInt32(number) << 24 | exponent << 18 | mantissa)
        for index in 0..<number { write(ssrcs[index]) }
    }

    /// Header and the two SSRCs of a feedback packet (RFC 4585 §6.1), for `itemCount` bytes to follow.
    @_lifetime(self: copy self)
    package mutating func writeFeedbackHeader(
        _ type: RTCPPacketType, format: UInt8, _ senderSSRC: UInt32, _ mediaSSRC: UInt32, itemCount: Int
    ) {
        writeRTCPHeader(type, count: format, bodyCount: 8 + itemCount)
        write(senderSSRC)
        write(mediaSSRC)
    }
}

import Bytes

extension ByteWriter {
    /// SR. Of the blocks, the first 31 are written: the count has five bits.
    @_lifetime(self: copy self)
    package mutating func writeSenderReport(_ report: RTCPSenderReport, blocks: Span<RTCPReportBlock>) {
        let number = min(blocks.count, 31)
        writeRTCPHeader(.senderReport, count: UInt8(number), bodyCount: 24 + number * RTCPReportBlock.count)
        write(report.ssrc)
        write(report.ntp)
        write(report.rtpTimestamp)
        write(report.packetCount)
        write(report.octetCount)
        for index in 0..<number { writeReportBlock(blocks[index]) }
    }

    /// RR. Of the blocks, the first 31 are written.
    @_lifetime(self: copy self)
    package mutating func writeReceiverReport(ssrc: UInt32, blocks: Span<RTCPReportBlock>) {
        let number = min(blocks.count, 31)
        writeRTCPHeader(.receiverReport, count: UInt8(number), bodyCount: 4 + number * RTCPReportBlock.count)
        write(ssrc)
        for index in 0..<number { writeReportBlock(blocks[index]) }
    }

    /// SDES with one CNAME (RFC 3550 §6.5.1), cut at 255 bytes.
    @_lifetime(self: copy self)
    package mutating func writeSourceDescription(ssrc: UInt32, cname: String) {
        let name = cname.utf8.prefix(255)
        // At least one zero ends the list of items.
        let bodyCount = (4 + 2 + name.count + 1 + 3) & ~3
        writeRTCPHeader(.sourceDescription, count: 1, bodyCount: bodyCount)
        write(ssrc)
        write(UInt8(1))
        write(UInt8(name.count))
        for byte in name { write(byte) }
        for _ in (6 + name.count)..<bodyCount { write(UInt8(0)) }
    }

    @_lifetime(self: copy self)
    package mutating func writeBye(ssrc: UInt32) {
        writeRTCPHeader(.bye, count: 1, bodyCount: 4)
        write(ssrc)
    }

    /// XR with one RRTR block.
    @_lifetime(self: copy self)
    package mutating func writeReferenceTime(senderSSRC: UInt32, ntp: UInt64) {
        writeRTCPHeader(.extendedReport, count: 0, bodyCount: 16)
        write(senderSSRC)
        write(UInt32(0x0400_0002))
        write(ntp)
    }

    /// XR with one DLRR block about `ssrc`. The times are as in `RTCPExtendedReport`.
    @_lifetime(self: copy self)
    package mutating func writeDelaySinceReferenceTime(
        senderSSRC: UInt32, ssrc: UInt32, lastReference: UInt32, delay: UInt32
    ) {
        writeRTCPHeader(.extendedReport, count: 0, bodyCount: 20)
        write(senderSSRC)
        write(UInt32(0x0500_0003))
        write(ssrc)
        write(lastReference)
        write(delay)
    }

    /// `bodyCount` is a multiple of four.
    @_lifetime(self: copy self)
    package mutating func writeRTCPHeader(_ type: RTCPPacketType, count: UInt8, bodyCount: Int) {
        write(0x80 | count & 0x1f)
        write(type.rawValue)
        write(UInt16(truncatingIfNeeded: bodyCount / 4))
    }

    @_lifetime(self: copy self)
    private mutating func writeReportBlock(_ block: RTCPReportBlock) {
        write(block.ssrc)
        write(block.fractionLost)
        write24(UInt32(bitPattern: min(max(block.cumulativeLost, -0x80_0000), 0x7f_ffff)))
        write(block.highestSequence)
        write(block.jitter)
        write(block.lastSenderReport)
        write(block.delaySinceLastSenderReport)
    }
}

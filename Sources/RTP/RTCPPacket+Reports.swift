import Bytes

extension RTCPPacket {
    package var senderReport: RTCPSenderReport? {
        guard type == .senderReport, let ssrc = body.uint32(at: 0), let ntp = body.uint64(at: 4),
            let timestamp = body.uint32(at: 12), let packets = body.uint32(at: 16), let octets = body.uint32(at: 20)
        else { return nil }
        return RTCPSenderReport(
            ssrc: ssrc, ntp: ntp, rtpTimestamp: timestamp, packetCount: packets, octetCount: octets)
    }

    /// Report blocks of an SR or RR that are really there: never more than the header says, nor than the body holds.
    package var reportBlockCount: Int {
        guard let start = reportBlockOffset, body.byteCount >= start else { return 0 }
        return min(Int(count), (body.byteCount - start) / RTCPReportBlock.count)
    }

    /// `nil` beyond `reportBlockCount`.
    package func reportBlock(at index: Int) -> RTCPReportBlock? {
        guard let start = reportBlockOffset, index >= 0, index < reportBlockCount else { return nil }
        return RTCPReportBlock(body, at: start + index * RTCPReportBlock.count)
    }

    private var reportBlockOffset: Int? {
        switch type {
        case .senderReport: 24
        case .receiverReport: 4
        default: nil
        }
    }

    /// The sources that leave (RFC 3550 §6.6); `nil` beyond the last one that is really there.
    package func byeSSRC(at index: Int) -> UInt32? {
        guard type == .bye, index >= 0, index < Int(count) else { return nil }
        return body.uint32(at: index * 4)
    }
}

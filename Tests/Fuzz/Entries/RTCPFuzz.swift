import Bytes
import RTP

/// A compound walked through, and its packets written anew.
package enum RTCPFuzz: FuzzEntry {
    package static let name = "rtcp"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        var reader = RTCPReader(bytes)
        var packets = 0
        while let packet = reader.next() {
            packets += 1
            try promise(packets <= bytes.byteCount / 4, "more packets than headers fit")
            try checkReports(packet)
            try checkNack(packet)
            try checkLimit(packet)
            try checkLists(packet)
        }
        try promise(reader.next() == nil, "the walk goes on after its end")
    }

    private static func checkReports(_ packet: RTCPPacket) throws(FuzzFailure) {
        let blocks = (0..<packet.reportBlockCount).compactMap { packet.reportBlock(at: $0) }
        try promise(blocks.count == packet.reportBlockCount && blocks.count <= 31, "a report block is missing")
        try promise(packet.reportBlock(at: blocks.count) == nil, "a report block too many")
        for block in blocks { _ = block.roundTrip(at: 0x1_0000) }
        if let report = packet.senderReport {
            let copy = written { $0.writeSenderReport(report, blocks: blocks.span) }
            try checkCopy(copy, report, blocks)
        } else if packet.kind == .receiverReport {
            let copy = written { $0.writeReceiverReport(ssrc: 1, blocks: blocks.span) }
            try checkCopy(copy, nil, blocks)
        }
    }

    private static func checkCopy(_ copy: [UInt8], _ report: RTCPSenderReport?, _ blocks: [RTCPReportBlock])
        throws(FuzzFailure)
    {
        var reader = RTCPReader(copy.span.bytes)
        guard let packet = reader.next() else { throw FuzzFailure("the report written cannot be read") }
        try promise(packet.senderReport == report, "another sender report")
        try promise(packet.reportBlockCount == blocks.count, "another number of report blocks")
        for (index, block) in blocks.enumerated() {
            try promise(packet.reportBlock(at: index) == block, "another report block")
        }
    }

    private static func checkNack(_ packet: RTCPPacket) throws(FuzzFailure) {
        let lost = sequences(packet)
        try promise(lost.count <= RTCPLostSequences.maximum, "more lost packets than are given out")
        guard !lost.isEmpty else { return }
        let copy = written { $0.writeNack(senderSSRC: 1, mediaSSRC: 2, sequences: lost.span) }
        var reader = RTCPReader(copy.span.bytes)
        guard let packet = reader.next() else { throw FuzzFailure("the NACK written cannot be read") }
        try promise(Set(sequences(packet)) == Set(lost), "other packets asked for")
    }

    private static func sequences(_ packet: RTCPPacket) -> [UInt16] {
        var lost = packet.lostSequences
        var result: [UInt16] = []
        while let sequence = lost.next() { result.append(sequence) }
        return result
    }

    private static func checkLimit(_ packet: RTCPPacket) throws(FuzzFailure) {
        guard let limit = packet.bandwidthLimit else { return }
        try promise((0...255).contains(limit.ssrcCount), "\(limit.ssrcCount) SSRCs")
        let copy = written { $0.writeBandwidthLimit(senderSSRC: 1, bitrate: limit.bitrate, ssrcs: [UInt32(2)].span) }
        var reader = RTCPReader(copy.span.bytes)
        let read = reader.next()?.bandwidthLimit?.bitrate ?? 0
        // 18 significant bits are what the format has.
        try promise(read <= limit.bitrate && limit.bitrate - read <= limit.bitrate >> 17, "\(limit.bitrate) → \(read)")
    }

    private static func checkLists(_ packet: RTCPPacket) throws(FuzzFailure) {
        var count = 0
        while packet.byeSSRC(at: count) != nil { count += 1 }
        try promise(count <= 31 && count * 4 <= packet.body.byteCount, "more sources leave than are named")
        count = 0
        while packet.fullIntraRequest(at: count) != nil { count += 1 }
        try promise(count <= 64, "more key frames asked for than are given out")
        var reports = packet.extendedReports
        count = 0
        while reports.next() != nil { count += 1 }
        try promise(count <= packet.body.byteCount / 4, "more extended reports than fit")
    }

    private static func written(_ body: (inout ByteWriter) -> Void) -> [UInt8] {
        var memory = [UInt8](repeating: 0xa5, count: 4096)
        var span = memory.mutableSpan
        var writer = ByteWriter(span.mutableBytes)
        body(&writer)
        let count = writer.overflowed ? 0 : writer.count
        return Array(memory.prefix(count))
    }
}

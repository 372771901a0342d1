import Bytes
import RTP

/// Everything that can be read from a compound, so that tests compare and fuzzing touches it all.
struct RTCPSummary: Equatable {
    var kinds: [RTCPKind] = []
    var senderReports: [RTCPSenderReport] = []
    var blocks: [RTCPReportBlock] = []
    var byes: [UInt32] = []
    var lost: [UInt16] = []
    var keyFrameRequests: [UInt32] = []
    var fullIntraRequests: [[UInt32]] = []
    var limits: [UInt64] = []
    var extended: [RTCPExtendedReport] = []
    var transportFeedback: [[UInt8]] = []
    var isMalformed = false

    init(_ bytes: [UInt8]) {
        var reader = RTCPReader(bytes.span.bytes)
        while let packet = reader.next() { read(packet) }
        isMalformed = reader.isMalformed
    }

    private mutating func read(_ packet: borrowing RTCPPacket) {
        kinds.append(packet.kind)
        if let report = packet.senderReport { senderReports.append(report) }
        for index in 0..<packet.reportBlockCount { blocks.append(packet.reportBlock(at: index)!) }
        var index = 0
        while let ssrc = packet.byeSSRC(at: index) {
            byes.append(ssrc)
            index += 1
        }
        var sequences = packet.lostSequences
        while let sequence = sequences.next() { lost.append(sequence) }
        if packet.kind == .pli, let ssrc = packet.mediaSSRC { keyFrameRequests.append(ssrc) }
        readRest(packet)
    }

    private mutating func readRest(_ packet: borrowing RTCPPacket) {
        var index = 0
        while let request = packet.fullIntraRequest(at: index) {
            fullIntraRequests.append([request.ssrc, UInt32(request.sequence)])
            index += 1
        }
        if let limit = packet.bandwidthLimit { limits.append(limit.bitrate) }
        var reports = packet.extendedReports
        while let report = reports.next() { extended.append(report) }
        if let body = packet.transportFeedback { transportFeedback.append(body.array()) }
    }
}

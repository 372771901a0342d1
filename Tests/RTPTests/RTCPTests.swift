import Bytes
import RTP
import Testing

@Suite struct RTCPTests {
    static let report = RTCPSenderReport(
        ssrc: 0x1122_3344, ntp: 0x0102_0304_0506_0708, rtpTimestamp: 90_000, packetCount: 17, octetCount: 1_700)
    static let block = RTCPReportBlock(
        ssrc: 0xaabb_ccdd, fractionLost: 12, cumulativeLost: -3, highestSequence: 0x1_fffe, jitter: 99,
        lastSenderReport: 0x0304_0506, delaySinceLastSenderReport: 65_536)

    @Test func compoundReadsBack() {
        let bytes = written { writer in
            writer.writeSenderReport(Self.report, blocks: [Self.block, Self.block].span)
            writer.writeSourceDescription(ssrc: 1, cname: "seat-3")
            writer.writeReceiverReport(ssrc: 2, blocks: [Self.block].span)
            writer.writeNack(senderSSRC: 1, mediaSSRC: 2, sequences: [0xfff0, 0xffff, 0, 1, 0x20].span)
            writer.writePictureLoss(senderSSRC: 1, mediaSSRC: 77)
            writer.writeFullIntraRequest(senderSSRC: 1, mediaSSRC: 78, sequence: 200)
            writer.writeBandwidthLimit(senderSSRC: 1, bitrate: 1_500_000, ssrcs: [77, 78].span)
            writer.writeReferenceTime(senderSSRC: 1, ntp: 0x1234_5678_9abc_def0)
            writer.writeDelaySinceReferenceTime(senderSSRC: 1, ssrc: 5, lastReference: 6, delay: 7)
            writer.writeBye(ssrc: 9)
        }
        let summary = RTCPSummary(bytes)
        #expect(
            summary.kinds == [
                .senderReport, .sourceDescription, .receiverReport, .nack, .pli, .fir, .remb, .extendedReport,
                .extendedReport, .bye,
            ])
        #expect(summary.senderReports == [Self.report] && summary.blocks == [Self.block, Self.block, Self.block])
        #expect(summary.lost == [0xfff0, 0xffff, 0, 1, 0x20])
        #expect(summary.keyFrameRequests == [77] && summary.fullIntraRequests == [[78, 200]])
        #expect(summary.limits == [1_500_000] && summary.byes == [9])
        #expect(
            summary.extended == [
                .referenceTime(ntp: 0x1234_5678_9abc_def0),
                .delaySinceReferenceTime(ssrc: 5, lastReference: 6, delay: 7),
            ])
        #expect(!summary.isMalformed)
    }

    @Test func senderReportLooksAsInRFC3550() {
        let bytes = written { $0.writeSenderReport(Self.report, blocks: Span()) }
        #expect(
            bytes == [0x80, 200, 0, 6, 0x11, 0x22, 0x33, 0x44, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 0x5f, 0x90]
                + big(UInt32(17)) + big(UInt32(1_700)))
        #expect(Self.report.compactNTP == 0x0304_0506)
    }

    /// The layout of RFC 4585 §6.2.1 and of the REMB draft, written out by hand.
    @Test func feedbackLooksAsInItsDocuments() {
        let nack = written { $0.writeNack(senderSSRC: 1, mediaSSRC: 2, sequences: [10, 11, 26, 27].span) }
        #expect(nack == [0x81, 205, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0, 10, 0x80, 1, 0, 27, 0, 0])
        let remb = written { $0.writeBandwidthLimit(senderSSRC: 1, bitrate: 0x3ffff << 3, ssrcs: [2].span) }
        #expect(
            remb == [0x8f, 206, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0] + Array("REMB".utf8) + [
                1, 3 << 2 | 3, 0xff, 0xff, 0, 0, 0, 2,
            ])
        let description = written { $0.writeSourceDescription(ssrc: 1, cname: "ab") }
        #expect(description == [0x81, 202, 0, 3, 0, 0, 0, 1, 1, 2, 0x61, 0x62, 0, 0, 0, 0])
    }

    @Test(arguments: [0, 1, 0x3ffff, 0x40000, 123_456_789, UInt64.max])
    func bitrateKeepsEighteenBits(bitrate: UInt64) throws {
        let bytes = written { $0.writeBandwidthLimit(senderSSRC: 1, bitrate: bitrate, ssrcs: Span()) }
        let found = try #require(RTCPSummary(bytes).limits.first)
        #expect(found <= bitrate && bitrate - found <= bitrate >> 16)
    }

    @Test func bitrateThatOverflowsSaturates() {
        let bytes = [0x8f, 206, 0, 4] + [UInt8](repeating: 0, count: 8) + Array("REMB".utf8) + [0, 0xff, 0xff, 0xff]
        #expect(RTCPSummary(bytes).limits == [.max])
    }

    @Test func reportBlocksBeyondThirtyOneAreLeftOut() {
        let blocks = [RTCPReportBlock](repeating: Self.block, count: 40)
        let bytes = written { $0.writeReceiverReport(ssrc: 1, blocks: blocks.span) }
        #expect(RTCPSummary(bytes).blocks.count == 31)
    }

    @Test func lossCountSaturatesAtTwentyFourBits() {
        var block = Self.block
        block.cumulativeLost = .max
        let bytes = written { $0.writeReceiverReport(ssrc: 1, blocks: [block].span) }
        #expect(RTCPSummary(bytes).blocks.first?.cumulativeLost == 0x7f_ffff)
    }

    @Test func writerThatLacksRoomSaysSo() {
        let fill: (inout ByteWriter) -> Void = { writer in
            writer.writeSenderReport(Self.report, blocks: [Self.block].span)
            writer.writeNack(senderSSRC: 1, mediaSSRC: 2, sequences: [1, 100, 200].span)
            writer.writeSourceDescription(ssrc: 1, cname: "seat")
        }
        let whole = written(fill)
        for room in 0..<whole.count { #expect(written(room: room, fill) == [], "\(room)") }
        #expect(written(room: whole.count, fill) == whole)
    }

    @Test func nackListsReadBack() {
        var generator = SeededGenerator(seed: 4585)
        for _ in 0..<500 {
            var sequence = UInt16.random(in: 0...(.max), using: &generator)
            let sequences = (0..<Int.random(in: 1...100, using: &generator)).map { _ in
                sequence &+= .random(in: 1...40, using: &generator)
                return sequence
            }
            let bytes = written { $0.writeNack(senderSSRC: 1, mediaSSRC: 2, sequences: sequences.span) }
            #expect(RTCPSummary(bytes).lost == sequences)
        }
    }

    /// Attack R3: a list that claims 23 000 packets is read up to the cap.
    @Test func nackFloodIsCapped() {
        let items = [UInt8](repeating: 0xff, count: 4 * 1_400)
        let bytes = [0x81, 205] + big(UInt16(2 + 1_400)) + [UInt8](repeating: 0, count: 8) + items
        #expect(RTCPSummary(bytes).lost.count == RTCPLostSequences.maximum)
    }

    /// A row of attack R3: what is read from it, and whether the walk says malformed.
    static let lies: [MalformedInput] = [
        MalformedInput("length beyond the datagram", [0x81, 205, 0, 9] + [UInt8](repeating: 1, count: 12)),
        MalformedInput("length 65535", [0x81, 206, 0xff, 0xff] + [UInt8](repeating: 1, count: 12)),
        MalformedInput("three bytes", [0x80, 201, 0]),
        MalformedInput("version 1", [0x41, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2]),
        MalformedInput("padding longer than the packet", [0xa1, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 12]),
        MalformedInput("padding 0", [0xa1, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0]),
        MalformedInput(
            "padding before the last packet", [0xa1, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 4, 0x80, 201, 0, 1, 0, 0, 0, 1]),
    ]

    @Test(arguments: lies)
    func malformedPacketsEndTheWalk(input: MalformedInput) {
        let pli: [UInt8] = [0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 7]
        let summary = RTCPSummary(pli + input.bytes)
        #expect(summary.isMalformed && summary.keyFrameRequests == [7] && summary.kinds == [.pli])
    }

    @Test func countsThatLieAreCutToWhatIsThere() {
        let report = RTCPSummary([0x9f, 201, 0, 7] + [UInt8](repeating: 1, count: 28))
        #expect(report.blocks.count == 1)
        let bye = RTCPSummary([0x9f, 203, 0, 1, 0, 0, 0, 5])
        #expect(bye.byes == [5])
        let noSender = RTCPSummary([0x9f, 200, 0, 1, 0, 0, 0, 5])
        #expect(noSender.blocks == [] && noSender.senderReports == [])
        let remb = RTCPSummary(
            [0x8f, 206, 0, 4] + [UInt8](repeating: 0, count: 8) + Array("REMB".utf8) + [1, 0, 0, 9])
        #expect(remb.kinds == [.remb] && remb.limits == [])
        let empty = RTCPSummary([0x80, 205, 0, 0, 0x81, 205, 0, 0, 0x84, 206, 0, 0, 0x80, 207, 0, 0, 0x80, 200, 0, 0])
        #expect(empty.kinds.count == 5 && empty.lost == [] && !empty.isMalformed)
    }

    @Test func paddingAtTheEndIsNotContent() {
        let summary = RTCPSummary([0xa1, 205, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0, 9, 0, 0, 0, 0, 0, 4])
        #expect(summary.lost == [9] && !summary.isMalformed)
    }

    /// As Chromium sends it: transport feedback that ends off a word, padded by what is missing.
    @Test(arguments: [UInt8(1), 2, 3])
    func paddingFillsTheLastWordOfTransportFeedback(count: UInt8) {
        let summary = RTCPSummary([
            0xaf, 205, 0, 5, 0, 0, 0, 1, 0, 0, 0, 2, 0, 9, 0, 1, 0, 0, 1, 0, 0x20, 1, 4, count,
        ])
        #expect(summary.kinds == [.transportCC] && !summary.isMalformed)
    }

    @Test func roundTripIsWhatTheBlockLeaves() {
        #expect(Self.block.roundTrip(at: 0x0304_0506 &+ 65_536 &+ 3_277) == 3_277)
        #expect(Self.block.roundTrip(at: 0x0304_0506 &+ 65_000) == nil)
        var never = Self.block
        never.lastSenderReport = 0
        #expect(never.roundTrip(at: 9) == nil)
    }

    @Test(arguments: [
        (200 as UInt8, true), (207, true), (192, true), (223, true), (96, false), (224, false), (191, false),
    ])
    func rtcpIsToldFromRTP(second: UInt8, expected: Bool) {
        #expect(Self.isRTCP([0x80, second, 0, 0]) == expected)
    }

    static func isRTCP(_ bytes: [UInt8]) -> Bool { RTCPReader.isRTCP(bytes.span.bytes) }

    @Test func mutatedCompoundsNeverTrap() {
        var generator = SeededGenerator(seed: 3611)
        let corpus = written { writer in
            writer.writeSenderReport(Self.report, blocks: [Self.block].span)
            writer.writeNack(senderSSRC: 1, mediaSSRC: 2, sequences: [1, 2, 3].span)
            writer.writeBandwidthLimit(senderSSRC: 1, bitrate: 1 << 40, ssrcs: [1].span)
            writer.writeFullIntraRequest(senderSSRC: 1, mediaSSRC: 2, sequence: 3)
            writer.writeReferenceTime(senderSSRC: 1, ntp: 2)
            writer.writeBye(ssrc: 1)
        }
        for _ in 0..<20_000 {
            var bytes = corpus
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            let summary = RTCPSummary(Array(bytes.prefix(.random(in: 0...bytes.count, using: &generator))))
            #expect(summary.lost.count <= RTCPLostSequences.maximum && summary.blocks.count <= bytes.count / 24)
        }
    }
}

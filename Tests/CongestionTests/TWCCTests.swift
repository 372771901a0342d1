import Bytes
import Congestion
import RTP
import Testing

@Suite struct TWCCTests {
    struct Report: Equatable {
        var base: UInt16
        var number: UInt8
        var statuses: [TWCCStatus]
        var isMalformed: Bool
    }

    /// The next feedback packet as bytes of a whole RTCP packet; empty when there is none.
    static func feedback(_ recorder: inout TWCCRecorder, room: Int = 1200) -> [UInt8] {
        var copy = recorder
        let bytes = written(room: room) { _ = copy.writeFeedback(senderSSRC: 1, mediaSSRC: 2, into: &$0) }
        recorder = copy
        return bytes
    }

    static func parse(_ bytes: [UInt8]) -> Report? {
        var reader = RTCPReader(bytes.span.bytes)
        guard let packet = reader.next(), let body = packet.transportFeedback else { return nil }
        return parse(body: body)
    }

    static func parse(body: RawSpan) -> Report? {
        guard var feedback = TWCCFeedback(body) else { return nil }
        var statuses: [TWCCStatus] = []
        while let status = feedback.next() { statuses.append(status) }
        return Report(
            base: feedback.baseSequence, number: feedback.feedbackCount, statuses: statuses,
            isMalformed: feedback.isMalformed)
    }

    static func parse(rest: [UInt8]) -> Report? {
        let body: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 2] + rest
        return parse(body: body.span.bytes)
    }

    static func arrival(_ microseconds: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: microseconds * 1_000) }

    /// Written out by hand after the draft: base 5, three statuses, reference 2 (128 ms), number 9; a vector of two-bit symbols; deltas 4, -2 (250 µs).
    @Test func handMadeFeedbackIsRead() throws {
        let report = try #require(Self.parse(rest: [0, 5, 0, 3, 0, 0, 2, 9, 0xd2, 0x00, 4, 0xff, 0xfe, 0]))
        #expect(report.base == 5 && report.number == 9 && !report.isMalformed)
        #expect(
            report.statuses == [
                TWCCStatus(sequence: 5, arrival: Self.arrival(129_000)), TWCCStatus(sequence: 6, arrival: nil),
                TWCCStatus(sequence: 7, arrival: Self.arrival(128_500)),
            ])
    }

    @Test func runsAndOneBitVectorsAreRead() throws {
        // A run of three received, a run of two missing, then received, missing, received.
        let report = try #require(
            Self.parse(rest: [0xff, 0xfe, 0, 8, 0, 0, 0, 0, 0x20, 3, 0, 2, 0xa8, 0, 1, 1, 1, 1, 1]))
        #expect(report.statuses.map(\.sequence) == [65_534, 65_535, 0, 1, 2, 3, 4, 5])
        #expect(report.statuses.map { $0.arrival != nil } == [true, true, true, false, false, true, false, true])
        #expect(report.statuses.last?.arrival == Self.arrival(1_250))
    }

    @Test func recorderAndParserAgree() throws {
        for seed in UInt64(0)..<60 {
            var chance = SeededGenerator(seed: seed)
            try agree(seed: seed, loss: .random(in: 0...60, using: &chance), &chance)
        }
    }

    /// Packets with losses, reordering and pauses: every arrival comes back within 250 µs, every loss as a loss.
    private func agree(seed: UInt64, loss: Int, _ chance: inout SeededGenerator) throws {
        var recorder = TWCCRecorder()
        var expected: [UInt16: Int64] = [:]
        var time = Int64.random(in: 0...1_000_000_000_000, using: &chance)
        let first = UInt16.random(in: 0...(.max), using: &chance)
        recorder.record(first, at: Self.arrival(time))
        expected[first] = time
        for offset in UInt16(1)..<600 where Int.random(in: 0..<100, using: &chance) >= loss {
            let pause = Int.random(in: 0..<50, using: &chance) == 0
            time += pause ? .random(in: 0...20_000_000, using: &chance) : .random(in: 0...5_000, using: &chance)
            let late = Int64.random(in: 0..<10, using: &chance) == 0 ? Int64(3_000) : 0
            recorder.record(first &+ offset, at: Self.arrival(max(time - late, 0)))
            expected[first &+ offset] = max(time - late, 0)
        }
        var covered = 0
        while recorder.hasPending {
            let bytes = Self.feedback(&recorder)
            #expect(bytes.count > 20 && bytes.count <= 1200 && bytes.count % 4 == 0)
            let report = try #require(Self.parse(bytes))
            #expect(report.base == first &+ UInt16(covered) && !report.isMalformed)
            covered += report.statuses.count
            for status in report.statuses {
                let distance = zip(status.arrival, expected[status.sequence]).map { $0.microseconds - $1 }
                #expect((status.arrival == nil) == (expected[status.sequence] == nil), "seed \(seed)")
                if let distance { #expect((-250...0).contains(distance), "seed \(seed)") }
            }
        }
        #expect(covered == Int(expected.keys.map { $0 &- first }.max() ?? 0) + 1)
    }

    private func zip(_ left: MonotonicTime?, _ right: Int64?) -> (MonotonicTime, Int64)? {
        guard let left, let right else { return nil }
        return (left, right)
    }

    @Test func lossBetweenTwoFeedbacksIsReported() throws {
        var recorder = TWCCRecorder()
        for sequence: UInt16 in [1, 2] { recorder.record(sequence, at: Self.arrival(1_000)) }
        _ = Self.feedback(&recorder)
        for sequence: UInt16 in [4, 5] { recorder.record(sequence, at: Self.arrival(2_000)) }
        let report = try #require(Self.parse(Self.feedback(&recorder)))
        #expect(report.number == 1 && report.statuses.map(\.sequence) == [3, 4, 5])
        #expect(report.statuses.first?.arrival == nil)
        #expect(!recorder.hasPending && Self.feedback(&recorder) == [])
    }

    @Test func latePacketIsReportedAfterAll() throws {
        var recorder = TWCCRecorder()
        for sequence: UInt16 in [1, 2, 4] { recorder.record(sequence, at: Self.arrival(1_000)) }
        _ = Self.feedback(&recorder)
        recorder.record(3, at: Self.arrival(3_000))
        let report = try #require(Self.parse(Self.feedback(&recorder)))
        #expect(report.statuses.map(\.sequence) == [3, 4])
        #expect(report.statuses.map(\.arrival) == [Self.arrival(3_000), Self.arrival(1_000)])
    }

    @Test func packetBeforeTheFirstIsReportedToo() throws {
        var recorder = TWCCRecorder()
        recorder.record(0, at: Self.arrival(1_000))
        recorder.record(65_535, at: Self.arrival(1_250))
        let report = try #require(Self.parse(Self.feedback(&recorder)))
        #expect(report.statuses.map(\.sequence) == [65_535, 0])
    }

    @Test func leapDropsWhatIsTooOld() throws {
        var recorder = TWCCRecorder()
        recorder.record(0, at: Self.arrival(0))
        recorder.record(20_000, at: Self.arrival(1_000))
        recorder.record(1, at: Self.arrival(1_000))
        let report = try #require(Self.parse(Self.feedback(&recorder)))
        #expect(report.statuses.count == TWCCRecorder.window && report.statuses.filter { $0.arrival != nil }.count == 1)
    }

    static let malformed: [MalformedInput] = [
        MalformedInput("empty", []),
        MalformedInput("no chunk", [0, 0, 0, 1, 0, 0, 0, 0]),
        MalformedInput("65535 statuses, one chunk", [0, 0, 0xff, 0xff, 0, 0, 0, 0, 0x20, 1]),
        MalformedInput("runs of nothing", [0, 0, 0, 1, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 200)),
        MalformedInput("half a chunk", [0, 0, 0, 1, 0, 0, 0, 0, 0x20]),
    ]

    /// Attack R3.
    @Test(arguments: malformed)
    func malformedFeedbackIsRefused(input: MalformedInput) {
        #expect(Self.parse(rest: input.bytes) == nil)
    }

    @Test func statusesBeyondTheCapAreNotExpanded() throws {
        let chunks = [UInt8]([[UInt8]](repeating: [0x1f, 0xff], count: 9).joined())
        let report = try #require(Self.parse(rest: [0, 0, 0xff, 0xff, 0, 0, 0, 0] + chunks))
        #expect(report.statuses.count == TWCCFeedback.maximumStatuses)
    }

    @Test func missingDeltaEndsTheWalk() throws {
        let short = try #require(Self.parse(rest: [0, 0, 0, 3, 0, 0, 0, 0, 0x20, 3, 1, 1]))
        #expect(short.statuses.count == 2 && short.isMalformed)
        let reserved = try #require(Self.parse(rest: [0, 0, 0, 2, 0, 0, 0, 0, 0x60, 2, 1, 1]))
        #expect(reserved.statuses == [] && reserved.isMalformed)
    }

    @Test func mutatedFeedbackNeverTraps() {
        var chance = SeededGenerator(seed: 15)
        var recorder = TWCCRecorder()
        for sequence in UInt16(0)..<60 where sequence % 7 != 3 {
            recorder.record(sequence, at: Self.arrival(Int64(sequence) * 1_900 + (sequence == 40 ? 200_000 : 0)))
        }
        let corpus = Self.feedback(&recorder)
        var estimator = BandwidthEstimator(start: 500_000, minimum: 100_000, maximum: 3_000_000)
        for round in 0..<20_000 {
            var bytes = corpus
            for _ in 0..<Int.random(in: 1...5, using: &chance) {
                bytes[Int.random(in: 4..<bytes.count, using: &chance)] = .random(in: 0...255, using: &chance)
            }
            let now = Self.arrival(Int64(round) * 1_000)
            for sequence in UInt16(0)..<30 { estimator.sent(sequence: sequence, bytes: 1_200, at: now) }
            Self.feed(bytes, to: &estimator, now: now)
            #expect((100_000...3_000_000).contains(estimator.bitrate))
        }
    }

    static func feed(_ bytes: [UInt8], to estimator: inout BandwidthEstimator, now: MonotonicTime) {
        var reader = RTCPReader(bytes.span.bytes)
        while let packet = reader.next() {
            guard let body = packet.transportFeedback, let feedback = TWCCFeedback(body) else { continue }
            estimator.feedback(feedback, now: now)
        }
    }
}

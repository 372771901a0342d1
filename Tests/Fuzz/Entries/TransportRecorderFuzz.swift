import Bytes
import Congestion
import RTP

/// Arrivals recorded, and their feedback read again. Input: a step of sequence number and of time for each arrival, and when to report.
package enum TransportRecorderFuzz: FuzzEntry {
    package static let name = "transport-recorder"

    package static func run(_ bytes: RawSpan) throws(FuzzFailure) {
        var script = FuzzScript(bytes)
        var recorder = TWCCRecorder()
        var sequence: UInt16 = 0
        var now = MonotonicTime.zero
        /// 250 µs ticks at which each number arrived, since it was last reported.
        var arrivals: [UInt16: Set<Int64>] = [:]
        while let step = script.step() {
            sequence = sequence &+ (step & 0x80 != 0 ? script.number() : UInt16(step & 7))
            now = now + TimeSpan(nanoseconds: Int64(step & 0x40 != 0 ? script.number() : 40) * 250_000)
            recorder.record(sequence, at: now)
            arrivals[sequence, default: []].insert(now.nanoseconds / 250_000)
            if step & 0x20 != 0 { try report(&recorder, arrivals) }
        }
        try report(&recorder, arrivals)
    }

    private static func report(_ recorder: inout TWCCRecorder, _ arrivals: [UInt16: Set<Int64>]) throws(FuzzFailure) {
        var reports = 0
        while recorder.hasPending {
            reports += 1
            try promise(reports <= 2 * TWCCRecorder.window, "the feedback never ends")
            var memory = [UInt8](repeating: 0, count: 1200)
            var count = 0
            do {
                var span = memory.mutableSpan
                var writer = ByteWriter(span.mutableBytes)
                guard recorder.writeFeedback(senderSSRC: 1, mediaSSRC: 2, into: &writer) else { continue }
                try promise(!writer.overflowed, "feedback of more than 1 200 bytes")
                count = writer.count
            }
            try read(memory.span.bytes.extracting(first: count), arrivals)
        }
    }

    private static func read(_ compound: RawSpan, _ arrivals: [UInt16: Set<Int64>]) throws(FuzzFailure) {
        var reader = RTCPReader(compound)
        guard let body = reader.next()?.transportFeedback, var feedback = TWCCFeedback(body) else {
            throw FuzzFailure("the feedback written cannot be read")
        }
        var received = 0
        while let status = feedback.next() {
            guard let arrival = status.arrival else { continue }
            received += 1
            let ticks = arrivals[status.sequence] ?? []
            // The reference time has 24 bits of 64 ms.
            let known = ticks.contains { ($0 - arrival.nanoseconds / 250_000) % (1 << 32) == 0 }
            try promise(known, "\(status.sequence) never arrived then")
        }
        try promise(!feedback.isMalformed && received > 0, "feedback about nothing")
    }
}

import Bytes
import RTP

/// Arrival times of a publisher's packets and the transport-wide feedback made of them (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1).
/// Fixed memory: the last 1 024 transport sequence numbers.
package struct TWCCRecorder: Sendable {
    package static let window = 1024
    /// Sequence numbers in one feedback packet.
    private static let maximumStatuses = 400

    private var sequence = ExtendedSequence()
    /// Arrival by index modulo the window, in units of 250 µs since 0; -1 is not received.
    private var arrivals: [Int64] = []
    private var next: UInt64?
    private var feedbackCount: UInt8 = 0

    package init() {}

    package mutating func record(_ transportSequence: UInt16, at now: MonotonicTime) {
        if arrivals.isEmpty { arrivals = Array(repeating: -1, count: Self.window) }
        let index = sequence.index(of: transportSequence)
        let highest = sequence.highest ?? index
        guard index + UInt64(Self.window) > highest else { return }
        clear(after: sequence.highest, upTo: index)
        sequence.advance(to: index)
        arrivals[place(index)] = now.microseconds / 250
        next = min(next ?? index, index)
    }

    /// Writes what arrived since the last feedback; false when there is nothing.
    @_lifetime(writer: copy writer)
    package mutating func writeFeedback(senderSSRC: UInt32, mediaSSRC: UInt32, into writer: inout ByteWriter) -> Bool {
        guard let start = firstUnreported(), let highest = sequence.highest else { return false }
        let count = Int(min(highest - start + 1, UInt64(Self.maximumStatuses)))
        let reference = arrivals[place(start)] / 256
        let begin = writer.count
        writer.writeFeedbackHeader(.transportFeedback, format: 15, senderSSRC, mediaSSRC, itemCount: 0)
        writer.write(UInt16(truncatingIfNeeded: start))
        let reported = reportable(from: start, count: count, reference: reference)
        writer.write(UInt16(reported))
        writer.write24(UInt32(truncatingIfNeeded: reference) & 0xff_ffff)
        writer.write(feedbackCount)
        writeChunks(from: start, count: reported, reference: reference, into: &writer)
        writeDeltas(from: start, count: reported, reference: reference, into: &writer)
        while (writer.count - begin) & 3 != 0 { writer.write(UInt8(0)) }
        writer.patch(UInt16(truncatingIfNeeded: (writer.count - begin) / 4 - 1), at: begin + 2)
        feedbackCount &+= 1
        next = start + UInt64(reported)
        return true
    }

    // MARK: What to report

    private func firstUnreported() -> UInt64? {
        guard let highest = sequence.highest, let next, next <= highest else { return nil }
        let oldest = highest >= UInt64(Self.window - 1) ? highest - UInt64(Self.window - 1) : 0
        return (max(next, oldest)...highest).first { arrivals[place($0)] >= 0 }
    }

    /// How many statuses fit: a delta has 16 bits, so a longer pause begins a new feedback packet.
    private func reportable(from start: UInt64, count: Int, reference: Int64) -> Int {
        var last = reference * 256
        var reported = 1
        for offset in 0..<count {
            let arrival = arrivals[place(start + UInt64(offset))]
            guard arrival >= 0 else { continue }
            guard Int16(exactly: arrival - last) != nil else { break }
            last = arrival
            reported = offset + 1
        }
        return reported
    }

    // MARK: Writing

    /// Two-bit status vectors, seven statuses a chunk (§3.1.4): simple, and as short as any other for traffic with losses.
    @_lifetime(writer: copy writer)
    private func writeChunks(from start: UInt64, count: Int, reference: Int64, into writer: inout ByteWriter) {
        var last = reference * 256
        var offset = 0
        while offset < count {
            var chunk: UInt16 = 0xc000
            for position in 0..<7 where offset + position < count {
                let arrival = arrivals[place(start + UInt64(offset + position))]
                guard arrival >= 0 else { continue }
                let symbol: UInt16 = UInt8(exactly: arrival - last) != nil ? 1 : 2
                chunk |= symbol << UInt16(12 - 2 * position)
                last = arrival
            }
            writer.write(chunk)
            offset += 7
        }
    }

    @_lifetime(writer: copy writer)
    private func writeDeltas(from start: UInt64, count: Int, reference: Int64, into writer: inout ByteWriter) {
        var last = reference * 256
        for offset in 0..<count {
            let arrival = arrivals[place(start + UInt64(offset))]
            guard arrival >= 0 else { continue }
            if let small = UInt8(exactly: arrival - last) {
                writer.write(small)
            } else {
                writer.write(UInt16(bitPattern: Int16(truncatingIfNeeded: arrival - last)))
            }
            last = arrival
        }
    }

    // MARK: Memory

    private func place(_ index: UInt64) -> Int { Int(truncatingIfNeeded: index) & (Self.window - 1) }

    private mutating func clear(after highest: UInt64?, upTo index: UInt64) {
        guard let highest, index > highest else { return }
        guard index - highest < UInt64(Self.window) else {
            for place in arrivals.indices { arrivals[place] = -1 }
            return
        }
        for skipped in highest + 1...index { arrivals[place(skipped)] = -1 }
    }
}

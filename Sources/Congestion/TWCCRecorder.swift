import Bytes
import RTP

/// Arrival times of a publisher's packets and the transport-wide feedback made of them (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1).
/// Fixed memory: the last 1 024 transport sequence numbers.
package struct TWCCRecorder: Sendable {
    package static let window = 1024
    static let ticksPerReference: Int64 = 256

    /// Index of the newest packet; indices begin beyond 2^16, so that what is older than the first packet has one too.
    private var highest: Int64?
    /// The first index that no feedback has covered.
    private var next: Int64 = 0
    /// Arrival by index modulo the window, in units of 250 µs; -1 is not received.
    private var arrivals: [1024 of Int64] = .init(repeating: -1)
    private var feedbackCount: UInt8 = 0

    package init() {}

    /// Whether `writeFeedback` has something to say.
    package var hasPending: Bool { highest.map { next <= $0 } ?? false }

    package mutating func record(_ transportSequence: UInt16, at now: MonotonicTime) {
        let tick = max(now.nanoseconds, 0) / 250_000
        guard let highest else {
            let first = 0x1_0000 + Int64(transportSequence)
            (self.highest, next) = (first, first)
            arrivals[Self.place(first)] = tick
            return
        }
        let index = highest &+ Int64(Int16(bitPattern: transportSequence &- UInt16(truncatingIfNeeded: highest)))
        guard index > highest &- Int64(Self.window) else { return }
        if index > highest { advance(from: highest, to: index) }
        // Of a packet that arrives twice, the first time counts.
        guard arrivals[Self.place(index)] < 0 else { return }
        arrivals[Self.place(index)] = tick
        next = min(next, index)
    }

    /// Writes what became known since the last feedback, losses included, in at most 1 200 bytes; false when there is nothing.
    /// What does not fit waits: repeat while `hasPending`.
    @_lifetime(writer: copy writer)
    package mutating func writeFeedback(senderSSRC: UInt32, mediaSSRC: UInt32, into writer: inout ByteWriter) -> Bool {
        guard let highest, next <= highest else { return false }
        let report = TWCCReport(self, from: max(next, highest &- Int64(Self.window - 1)), through: highest)
        next = report.end
        guard report.receivedCount > 0 else { return false }
        report.write(senderSSRC: senderSSRC, mediaSSRC: mediaSSRC, feedbackCount: feedbackCount, into: &writer)
        feedbackCount &+= 1
        return true
    }

    /// Units of 250 µs, or -1.
    func arrival(of index: Int64) -> Int64 { arrivals[Self.place(index)] }

    private mutating func advance(from highest: Int64, to index: Int64) {
        if index &- highest >= Int64(Self.window) {
            arrivals = .init(repeating: -1)
        } else {
            for skipped in (highest + 1)...index { arrivals[Self.place(skipped)] = -1 }
        }
        self.highest = index
    }

    private static func place(_ index: Int64) -> Int { Int(truncatingIfNeeded: index) & (window - 1) }
}

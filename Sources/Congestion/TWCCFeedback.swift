import Bytes

/// Transport-wide feedback, read in place (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1).
package struct TWCCFeedback: ~Escapable {
    /// Statuses given out at most: a receiver that claims 65 535 packets is not believed.
    package static let maximumStatuses = 2048

    package let senderSSRC: UInt32
    package let mediaSSRC: UInt32
    package let baseSequence: UInt16
    /// As the packet says, without the cap.
    package let statusCount: Int
    /// Goes up by one with each feedback packet.
    package let feedbackCount: UInt8
    /// The reference time in units of 64 ms, 24 bits.
    package let reference: UInt32
    /// True once a delta was missing or a reserved symbol came up; what was given before counts.
    package private(set) var isMalformed = false

    private let body: RawSpan
    private var chunks: TWCCChunkCursor
    private var deltaOffset: Int
    private var ticks: Int64
    private var given = 0

    /// `body` is what follows the first four bytes of the RTCP packet. `nil` when its chunks do not cover the announced statuses.
    @_lifetime(copy body)
    package init?(_ body: RawSpan) {
        guard let sender = body.uint32(at: 0), let media = body.uint32(at: 4), let base = body.uint16(at: 8),
            let count = body.uint16(at: 10), let reference = body.uint24(at: 12), let number = body.uint8(at: 15),
            let deltas = TWCCChunkCursor.end(body, from: 16, statusCount: Int(count))
        else { return nil }
        senderSSRC = sender
        mediaSSRC = media
        baseSequence = base
        statusCount = Int(count)
        feedbackCount = number
        self.reference = reference
        self.body = body
        chunks = TWCCChunkCursor(body, at: 16)
        deltaOffset = deltas
        ticks = Int64(reference) * TWCCRecorder.ticksPerReference
    }

    @_lifetime(self: copy self)
    package mutating func next() -> TWCCStatus? {
        guard given < min(statusCount, Self.maximumStatuses), !isMalformed, let symbol = chunks.next() else {
            return nil
        }
        let sequence = baseSequence &+ UInt16(truncatingIfNeeded: given)
        given += 1
        guard symbol != 0 else { return TWCCStatus(sequence: sequence, arrival: nil) }
        guard let delta = delta(symbol) else {
            isMalformed = true
            return nil
        }
        ticks &+= delta
        return TWCCStatus(sequence: sequence, arrival: MonotonicTime(nanoseconds: ticks &* 250_000))
    }

    /// Symbol 3 is reserved (§3.1.1).
    @_lifetime(self: copy self)
    private mutating func delta(_ symbol: UInt8) -> Int64? {
        switch symbol {
        case 1:
            guard let small = body.uint8(at: deltaOffset) else { return nil }
            deltaOffset += 1
            return Int64(small)
        case 2:
            guard let large = body.uint16(at: deltaOffset) else { return nil }
            deltaOffset += 2
            return Int64(Int16(bitPattern: large))
        default: return nil
        }
    }
}

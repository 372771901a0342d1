import Bytes
import RTP

/// One transport-wide feedback packet in the making: statuses and deltas of a run of indices, on the stack.
struct TWCCReport {
    /// So that the packet stays below an MTU however the deltas fall.
    private static let maximumDeltaBytes = 800

    private let start: Int64
    /// Behind the last index covered.
    private(set) var end: Int64
    private(set) var receivedCount = 0
    private var reference: Int64 = 0
    /// Status symbol by offset from `start`: 0 not received, 1 small delta, 2 large delta (§3.1.1).
    private var symbols: [1024 of UInt8] = .init(repeating: 0)
    private var deltas: [1024 of Int16] = .init(repeating: 0)

    /// Covers `first ... last`, or less when a pause is too long for a delta or the packet is full.
    init(_ recorder: borrowing TWCCRecorder, from first: Int64, through last: Int64) {
        start = first
        end = last &+ 1
        var previous: Int64?
        var deltaBytes = 0
        for index in first...last {
            let tick = recorder.arrival(of: index)
            guard tick >= 0 else { continue }
            let delta = tick &- (previous ?? tick / TWCCRecorder.ticksPerReference * TWCCRecorder.ticksPerReference)
            guard let encoded = Int16(exactly: delta), deltaBytes <= Self.maximumDeltaBytes - 2 else {
                end = index
                return
            }
            if previous == nil { reference = tick / TWCCRecorder.ticksPerReference }
            deltaBytes += add(encoded, at: Int(index - first))
            previous = tick
        }
    }

    @_lifetime(writer: copy writer)
    func write(senderSSRC: UInt32, mediaSSRC: UInt32, feedbackCount: UInt8, into writer: inout ByteWriter) {
        let begin = writer.count
        writer.writeFeedbackHeader(.transportFeedback, format: 15, senderSSRC, mediaSSRC, itemCount: 0)
        writer.write(UInt16(truncatingIfNeeded: start))
        writer.write(UInt16(truncatingIfNeeded: end - start))
        writer.write24(UInt32(truncatingIfNeeded: reference) & 0xff_ffff)
        writer.write(feedbackCount)
        writeChunks(into: &writer)
        writeDeltas(into: &writer)
        while (writer.count - begin) & 3 != 0, !writer.overflowed { writer.write(UInt8(0)) }
        writer.patch(UInt16(truncatingIfNeeded: (writer.count - begin) / 4 - 1), at: begin + 2)
    }

    /// Answers the bytes that the delta takes.
    private mutating func add(_ delta: Int16, at offset: Int) -> Int {
        let isSmall = delta >= 0 && delta <= 255
        symbols[offset] = isSmall ? 1 : 2
        deltas[offset] = delta
        receivedCount += 1
        return isSmall ? 1 : 2
    }

    private var count: Int { Int(end - start) }

    /// Runs where they are longer than a vector, else vectors of 14 one-bit or 7 two-bit symbols (§3.1.2 to §3.1.4).
    @_lifetime(writer: copy writer)
    private func writeChunks(into writer: inout ByteWriter) {
        var offset = 0
        while offset < count {
            let run = runLength(from: offset)
            if run >= 14 || run >= 7 && symbols[offset] == 2 || offset + run == count {
                writer.write(UInt16(symbols[offset]) << 13 | UInt16(run))
                offset += run
            } else if isSmallOrMissing(from: offset) {
                writer.write(0x8000 | vector(from: offset, symbols: 14, width: 1))
                offset += 14
            } else {
                writer.write(0xc000 | vector(from: offset, symbols: 7, width: 2))
                offset += 7
            }
        }
    }

    private func runLength(from offset: Int) -> Int {
        var end = offset + 1
        while end < count, symbols[end] == symbols[offset] { end += 1 }
        return end - offset
    }

    private func isSmallOrMissing(from offset: Int) -> Bool {
        for place in offset..<min(offset + 14, count) where symbols[place] == 2 { return false }
        return true
    }

    /// Symbols behind the end are written as not received; readers stop at the status count.
    private func vector(from offset: Int, symbols number: Int, width: Int) -> UInt16 {
        var bits: UInt16 = 0
        for place in offset..<(offset + number) {
            bits = bits << UInt16(width) | (place < count ? UInt16(symbols[place]) : 0)
        }
        return bits
    }

    @_lifetime(writer: copy writer)
    private func writeDeltas(into writer: inout ByteWriter) {
        for offset in 0..<count {
            switch symbols[offset] {
            case 1: writer.write(UInt8(truncatingIfNeeded: deltas[offset]))
            case 2: writer.write(UInt16(bitPattern: deltas[offset]))
            default: break
            }
        }
    }
}

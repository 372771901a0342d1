import Bytes

/// Finds the packets in what a connection brings, however it is cut. Holds at most one unfinished frame.
package struct StreamFrameDecoder {
    /// The largest packet that the media path can take: a longer one is a lie or a mistake, and nobody waits for its end.
    package static let packetLimit = 2048

    package let framing: StreamFraming
    private var partial: [UInt8] = []

    package init(_ framing: StreamFraming) {
        self.framing = framing
    }

    /// Bytes kept of a frame that has not ended yet.
    package var heldCount: Int { partial.count }

    /// Calls `body` with every packet that is complete, in order; empty ones are skipped.
    /// - Returns: false when the bytes cannot be understood or `body` has had enough: the connection has to be closed.
    package mutating func decode(_ bytes: RawSpan, _ body: (RawSpan) -> Bool) -> Bool {
        var offset = 0
        if !partial.isEmpty {
            guard let taken = complete(bytes, body) else { return false }
            offset = taken
        }
        while let rest = bytes.slice(at: offset, count: bytes.byteCount - offset), rest.byteCount > 0 {
            switch framing.frame(at: rest) {
            case .invalid: return false
            case .packet(_, let count, _) where count > Self.packetLimit: return false
            case .packet(let start, let count, let total) where total <= rest.byteCount:
                guard deliver(rest, start, count, body) else { return false }
                offset += total
            case .packet, .incomplete:
                rest.withUnsafeBytes { partial.append(contentsOf: $0) }
                return true
            }
        }
        return true
    }

    /// Ends the unfinished frame with the first of the bytes. Answers how many that took, or nil when the connection has to be closed.
    private mutating func complete(_ bytes: RawSpan, _ body: (RawSpan) -> Bool) -> Int? {
        var offset = 0
        while true {
            switch framing.frame(at: partial.span.bytes) {
            case .invalid: return nil
            case .packet(_, let count, _) where count > Self.packetLimit: return nil
            case .incomplete:
                // One by one: a frame may be shorter than the longest header, and what comes after it is not its own.
                guard take(1, of: bytes, at: &offset) else { return offset }
            case .packet(let start, let count, let total):
                guard partial.count == total else {
                    guard take(total - partial.count, of: bytes, at: &offset) else { return offset }
                    continue
                }
                guard deliver(partial.span.bytes, start, count, body) else { return nil }
                partial.removeAll(keepingCapacity: true)
                return offset
            }
        }
    }

    /// Moves up to `count` bytes to the unfinished frame; false when there were none.
    private mutating func take(_ count: Int, of bytes: RawSpan, at offset: inout Int) -> Bool {
        let available = min(count, bytes.byteCount - offset)
        guard available > 0, let slice = bytes.slice(at: offset, count: available) else { return false }
        slice.withUnsafeBytes { partial.append(contentsOf: $0) }
        offset += available
        return true
    }

    private func deliver(_ frame: RawSpan, _ start: Int, _ count: Int, _ body: (RawSpan) -> Bool) -> Bool {
        guard count > 0 else { return true }
        guard let packet = frame.slice(at: start, count: count) else { return false }
        return body(packet)
    }
}

import Bytes

/// Walks over the report blocks of an XR packet (RFC 3611 §3) that serve round-trip times of receivers who send nothing.
package struct RTCPExtendedReports: ~Escapable {
    private let body: RawSpan?
    private var offset = 4

    @_lifetime(copy body)
    init(_ body: RawSpan?) { self.body = body }

    /// Skips blocks of other types; a block that reaches out of the packet ends the walk.
    @_lifetime(self: copy self)
    package mutating func next() -> RTCPExtendedReport? {
        while let body, let type = body.uint8(at: offset), let words = body.uint16(at: offset + 2),
            body.holds(4 * Int(words), at: offset + 4)
        {
            let content = offset + 4
            offset = content + 4 * Int(words)
            if type == 4, let time = body.uint64(at: content), words == 2 { return .referenceTime(ntp: time) }
            if type == 5, let reply = Self.firstReply(body, at: content, end: offset) { return reply }
        }
        return nil
    }

    /// One sub-block a receiver is all that WebRTC sends; the others are skipped.
    private static func firstReply(_ body: RawSpan, at offset: Int, end: Int) -> RTCPExtendedReport? {
        guard end - offset >= 12, let ssrc = body.uint32(at: offset), let last = body.uint32(at: offset + 4),
            let delay = body.uint32(at: offset + 8)
        else { return nil }
        return .delaySinceReferenceTime(ssrc: ssrc, lastReference: last, delay: delay)
    }
}

extension RTCPPacket {
    package var extendedReports: RTCPExtendedReports {
        @_lifetime(copy self)
        get { RTCPExtendedReports(kind == .extendedReport ? body : nil) }
    }
}

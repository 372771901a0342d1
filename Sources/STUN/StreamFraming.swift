import Bytes

/// How packets follow each other on a TCP or TLS connection.
package enum StreamFraming: Sendable, CaseIterable {
    /// ICE-TCP: each packet behind its length in 16 bits (RFC 6544 §5.1, RFC 4571 §2).
    case iceTCP
    /// STUN messages and padded ChannelData are frames themselves (RFC 8489 §6.2.2, RFC 8656 §12.5).
    case turn

    package func frame(at prefix: RawSpan) -> StreamFrame {
        switch self {
        case .iceTCP:
            guard let count = prefix.uint16(at: 0).map(Int.init) else { return .incomplete }
            return .packet(offset: 2, count: count, total: 2 + count)
        case .turn:
            switch STUNStreamFrame(prefix) {
            case .incomplete: return .incomplete
            case .invalid: return .invalid
            case .frame(let message, let total): return .packet(offset: 0, count: message, total: total)
            }
        }
    }

    /// Appends a packet in its frame. False, and nothing appended, when it is too long for one.
    @discardableResult
    package func append(_ packet: borrowing RawSpan, to bytes: inout [UInt8]) -> Bool {
        let count = packet.byteCount
        if self == .iceTCP {
            guard let length = UInt16(exactly: count) else { return false }
            bytes.append(UInt8(truncatingIfNeeded: length >> 8))
            bytes.append(UInt8(truncatingIfNeeded: length))
        }
        packet.withUnsafeBytes { bytes.append(contentsOf: $0) }
        if self == .turn { bytes.append(contentsOf: repeatElement(0, count: -count & 3)) }
        return true
    }

    /// Whether a packet may be lost without harm: media is late when it waits, and its receiver asks again for what it needs.
    /// Checks, handshakes and TURN's answers are kept.
    package func isMedia(_ packet: RawSpan) -> Bool {
        guard let first = packet.uint8(at: 0) else { return true }
        switch self {
        case .iceTCP: return 128...191 ~= first
        // ChannelData, and Data indications (RFC 8656 §18.1 with the class bits of RFC 8489 §5).
        case .turn: return 0x40...0x4f ~= first || packet.uint16(at: 0) == 0x0017
        }
    }
}

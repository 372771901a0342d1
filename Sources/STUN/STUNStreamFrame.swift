import Bytes

/// How long the next message is that arrives on a TCP or TLS connection, where STUN and ChannelData follow each other (RFC 8489 §6.2.2, RFC 8656 §12.5).
/// Only for connections already known to speak TURN: the letters of an HTTP method can look like a channel number.
package enum STUNStreamFrame: Sendable, Equatable {
    /// So few bytes that the length is not known yet.
    case incomplete
    /// `message` bytes to parse, `total` bytes to take from the stream: ChannelData is padded to four.
    case frame(message: Int, total: Int)
    /// Neither STUN nor ChannelData: the connection cannot be understood any more.
    case invalid

    package init(_ prefix: RawSpan) {
        guard let first = prefix.uint16(at: 0), let length = prefix.uint16(at: 2).map(Int.init) else {
            self = .incomplete
            return
        }
        if ChannelData.numbers.contains(first) {
            let count = ChannelData.headerCount + length
            self = .frame(message: count, total: (count + 3) & ~3)
        } else if first >= 0x4000 || length & 3 != 0 {
            self = .invalid
        } else {
            self = Self.stun(prefix, length: length)
        }
    }

    private static func stun(_ prefix: RawSpan, length: Int) -> STUNStreamFrame {
        guard prefix.byteCount >= 8 else { return .incomplete }
        guard STUNHeader.hasMagicCookie(prefix) else { return .invalid }
        return .frame(message: STUNHeader.count + length, total: STUNHeader.count + length)
    }
}

/// Tells from its first bytes what a peer speaks, so that one TCP port serves everything.
package enum StreamSniffer {
    /// After this many bytes there is always an answer.
    package static let mostBytes = 10
    private static let magicCookie: [UInt8] = [0x21, 0x12, 0xA4, 0x42]

    /// `nil` while more bytes are needed.
    ///
    /// A request line begins with a method, in capitals by convention of all that exist (RFC 9110 §9.1). A TLS record begins with handshake (22) and
    /// major version 3. A STUN type begins with two zero bits, and so does the length of a framed packet that could be a first connectivity check;
    /// the magic cookie (RFC 8489 §5) stands at 4 in the one and at 6 in the other.
    package static func kind(of bytes: some RandomAccessCollection<UInt8>) -> StreamKind? {
        guard let first = bytes.first else { return nil }
        switch first {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): return .http
        case 0x16: return tls(bytes)
        case 0x00...0x3F: return framed(bytes)
        default: return .unknown
        }
    }

    private static func tls(_ bytes: some RandomAccessCollection<UInt8>) -> StreamKind? {
        guard let second = bytes.dropFirst().first else { return nil }
        return second == 0x03 ? .tls : framed(bytes)
    }

    private static func framed(_ bytes: some RandomAccessCollection<UInt8>) -> StreamKind? {
        if bytes.count >= 8, bytes.dropFirst(4).starts(with: magicCookie) { return .stun }
        guard bytes.count >= mostBytes else { return nil }
        return bytes.dropFirst(6).starts(with: magicCookie) ? .iceTCP : .unknown
    }
}

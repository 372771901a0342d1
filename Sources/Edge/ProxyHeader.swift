import Bytes

/// The header that a proxy puts before a connection to say whose it is (HAProxy's PROXY protocol, versions 1 and 2).
package enum ProxyHeader: Sendable, Equatable {
    /// More bytes are needed.
    case incomplete
    /// `count` bytes to take from the stream. The client is nil when the proxy speaks for itself, as in health checks.
    case header(client: SocketAddress?, count: Int)
    case invalid

    /// Version 1 is a line of at most so many bytes, its end included.
    static let lineLimit = 107
    /// Version 2: addresses and whatever a proxy adds to them.
    static let extrasLimit = 4096
    private static let signature: [UInt8] = [0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]
    private static let word = Array("PROXY ".utf8)

    package init(_ prefix: RawSpan) {
        if Self.begins(prefix, with: Self.word) {
            self = Self.line(prefix)
        } else if Self.begins(prefix, with: Self.signature) {
            self = Self.binary(prefix)
        } else {
            self = .invalid
        }
    }

    /// Whether the bytes so far agree with an expected beginning.
    private static func begins(_ bytes: RawSpan, with expected: [UInt8]) -> Bool {
        for index in 0..<min(bytes.byteCount, expected.count) where bytes.uint8(at: index) != expected[index] {
            return false
        }
        return true
    }

    // MARK: Version 1

    private static func line(_ bytes: RawSpan) -> ProxyHeader {
        for index in 0..<min(bytes.byteCount, lineLimit) where bytes.uint8(at: index) == 0x0a {
            guard index > 0, bytes.uint8(at: index - 1) == 0x0d, let text = bytes.slice(at: 0, count: index - 1) else {
                return .invalid
            }
            return fields(String(decoding: text.array(), as: UTF8.self), count: index + 1)
        }
        return bytes.byteCount < lineLimit ? .incomplete : .invalid
    }

    private static func fields(_ line: String, count: Int) -> ProxyHeader {
        let fields = line.split(separator: " ", omittingEmptySubsequences: false)
        guard fields.count >= 2 else { return .invalid }
        if fields[1] == "UNKNOWN" { return .header(client: nil, count: count) }
        guard fields.count == 6, let port = number(fields[4]), number(fields[5]) != nil,
            let client = SocketAddress(host: String(fields[2]), port: port),
            let server = SocketAddress(host: String(fields[3]), port: 0)
        else { return .invalid }
        switch fields[1] {
        case "TCP4" where client.isIPv4 && server.isIPv4: return .header(client: client, count: count)
        case "TCP6" where !fields[2].contains(".") || fields[2].contains(":"):
            return .header(client: client, count: count)
        default: return .invalid
        }
    }

    private static func number(_ text: Substring) -> UInt16? {
        guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ 48...57 ~= $0 }) else { return nil }
        return UInt16(text)
    }

    // MARK: Version 2

    private static func binary(_ bytes: RawSpan) -> ProxyHeader {
        guard let command = bytes.uint8(at: 12) else { return .incomplete }
        guard command == 0x20 || command == 0x21 else { return .invalid }
        guard let family = bytes.uint8(at: 13), let length = bytes.uint16(at: 14).map(Int.init) else {
            return .incomplete
        }
        guard length <= extrasLimit else { return .invalid }
        guard let extras = bytes.slice(at: 16, count: length) else { return .incomplete }
        if command == 0x20 { return .header(client: nil, count: 16 + length) }
        return client(extras, family: family, count: 16 + length)
    }

    private static func client(_ extras: RawSpan, family: UInt8, count: Int) -> ProxyHeader {
        switch family {
        case 0x11:
            guard let address = extras.uint32(at: 0), let port = extras.uint16(at: 8), extras.byteCount >= 12 else {
                return .invalid
            }
            return .header(client: SocketAddress(ipv4: address, port: port), count: count)
        case 0x21:
            guard let high = extras.uint64(at: 0), let low = extras.uint64(at: 8), let port = extras.uint16(at: 32),
                extras.byteCount >= 36
            else { return .invalid }
            return .header(client: SocketAddress(high: high, low: low, port: port), count: count)
        // Sockets of one machine, and what a proxy cannot name.
        case 0x00, 0x31: return .header(client: nil, count: count)
        default: return .invalid
        }
    }
}

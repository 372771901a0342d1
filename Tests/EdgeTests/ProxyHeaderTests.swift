import Bytes
import Edge
import Testing

@Suite("PROXY protocol")
struct ProxyHeaderTests {
    static let signature: [UInt8] = [0x0d, 0x0a, 0x0d, 0x0a, 0, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]
    static let binary4 = signature + [0x21, 0x11, 0, 12, 192, 0, 2, 1, 198, 51, 100, 1, 0x13, 0x88, 0x0f, 0xa1]
    static let binary6 =
        signature + [0x21, 0x21, 0, 39] + [0x20, 1, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [7]
        + [UInt8](repeating: 1, count: 16) + [0x13, 0x88, 0x0f, 0xa1] + [3, 0, 0]
    static let local = signature + [0x20, 0, 0, 0]

    private static func address(_ host: String) -> SocketAddress? { SocketAddress(host: host, port: 5000) }

    static let good: [(String, [UInt8], String?)] = [
        ("version 1, IPv4", Array("PROXY TCP4 192.0.2.1 198.51.100.1 5000 4001\r\n".utf8), "192.0.2.1"),
        ("version 1, IPv6", Array("PROXY TCP6 2001:db8::7 2001:db8::1 5000 4001\r\n".utf8), "2001:db8::7"),
        ("version 1, unknown", Array("PROXY UNKNOWN whatever it says\r\n".utf8), nil),
        ("version 2, IPv4", binary4, "192.0.2.1"), ("version 2, IPv6 with extras", binary6, "2001:db8::7"),
        ("version 2, health check", local, nil),
    ]

    @Test("tells whose a connection is, and where the connection itself begins", arguments: good)
    func header(name: String, bytes: [UInt8], host: String?) {
        let expected = ProxyHeader.header(client: host.flatMap(Self.address), count: bytes.count)
        #expect(read(bytes) == expected, "\(name)")
        #expect(read(bytes + Array("GET / HTTP/1.1".utf8)) == expected, "\(name) and more")
    }

    @Test("waits for the rest, one byte at a time", arguments: good)
    func trickle(name: String, bytes: [UInt8], host: String?) {
        for count in 0..<bytes.count { #expect(read(Array(bytes.prefix(count))) == .incomplete, "\(name), \(count)") }
    }

    static let bad: [[UInt8]] =
        [
            "GET / HTTP/1.1\r\n", "PROXY TCP4 192.0.2.1 198.51.100.1 5000\r\n", "PROXY TCP4 1 2 3 4\r\n",
            "PROXY TCP4 192.0.2.1 198.51.100.1 5000 70000\r\n", "PROXY TCP4 192.0.2.1 198.51.100.1 +500 4001\r\n",
            "PROXY TCP4 2001:db8::7 2001:db8::1 5000 4001\r\n", "PROXY TCP6 192.0.2.1 198.51.100.1 5000 4001\r\n",
            "PROXY TCP4  192.0.2.1 198.51.100.1 5000 4001\r\n", "PROXY TCP4 192.0.2.1 198.51.100.1 5000 4001\n",
            "PROXY \r\n", "PROXY UDP4 192.0.2.1 198.51.100.1 5000 4001\r\n", "\n",
            "PROXY TCP4 " + String(repeating: "x", count: 200),
        ].map { Array($0.utf8) } + [
            signature + [0x11, 0x11, 0, 12], signature + [0x22, 0x11, 0, 12], signature + [0x21, 0x11, 0xff, 0xff],
            signature + [0x21, 0x11, 0, 11] + [UInt8](repeating: 1, count: 11),
            signature + [0x21, 0x21, 0, 12] + [UInt8](repeating: 1, count: 12),
            signature + [0x21, 0x12, 0, 12] + [UInt8](repeating: 1, count: 12),
        ]

    @Test("refuses what no proxy says", arguments: bad)
    func refused(bytes: [UInt8]) {
        #expect(read(bytes) == .invalid)
    }

    private func read(_ bytes: [UInt8]) -> ProxyHeader { ProxyHeader(bytes.span.bytes) }
}

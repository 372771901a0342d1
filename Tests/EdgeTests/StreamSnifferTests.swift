import Edge
import Testing

@Suite("Stream sniffer")
struct StreamSnifferTests {
    static let binding: [UInt8] = [
        0x00, 0x01, 0x00, 0x00, 0x21, 0x12, 0xA4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
    ]
    static let examples: [(String, [UInt8], StreamKind)] = [
        ("a GET", Array("GET / HTTP/1.1\r\n".utf8), .http),
        ("a POST", Array("POST /whip/a HTTP/1.1\r\n".utf8), .http),
        ("the HTTP/2 preface", Array("PRI * HTTP/2.0\r\n".utf8), .http),
        ("a ClientHello", [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03], .tls),
        ("a STUN binding request", binding, .stun),
        ("a TURN allocate request", [0x00, 0x03, 0x00, 0x24] + binding.dropFirst(4), .stun),
        ("a framed connectivity check", [0x00, 0x14] + binding, .iceTCP),
        ("a framed check of 0x1603 bytes", [0x16, 0x04] + binding, .iceTCP),
        ("SSH", Array("\u{0}\u{0}SSH-2.0-OpenSSH".utf8), .unknown),
        ("random bytes", [0xFE, 0x12, 0x99], .unknown),
        ("zeros", Array(repeating: 0, count: 20), .unknown),
        ("a lower-case method", Array("get / HTTP/1.1\r\n".utf8), .unknown),
    ]

    @Test("knows what a connection speaks", arguments: examples)
    func kinds(name: String, bytes: [UInt8], kind: StreamKind) {
        #expect(StreamSniffer.kind(of: bytes) == kind, "\(name)")
    }

    @Test("never changes its mind as bytes trickle in, and has an answer after ten", arguments: examples)
    func trickle(name: String, bytes: [UInt8], kind: StreamKind) {
        for count in 0...bytes.count {
            let early = StreamSniffer.kind(of: bytes.prefix(count))
            #expect(early == nil || early == kind, "\(name) after \(count) bytes")
            if count >= StreamSniffer.mostBytes { #expect(early != nil) }
        }
    }

    @Test("waits when there is nothing")
    func nothing() {
        #expect(StreamSniffer.kind(of: [UInt8]()) == nil)
    }
}

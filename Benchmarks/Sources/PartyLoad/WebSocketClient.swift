import CBench

/// A WebSocket (RFC 6455) that waits for what it receives. It answers no pings: nobody who is loaded lives that long.
final class WebSocketClient {
    private let stream: OpaquePointer
    private var received: [UInt8] = []

    init(_ http: HTTPClient, path: String) throws(LoadError) {
        stream = try http.connect()
        let head = """
            GET \(http.basePath)\(path) HTTP/1.1\r\nHost: \(http.host):\(http.port)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
            Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n
            """
        try write(Array(head.utf8))
        try awaitUpgrade()
    }

    deinit { bench_stream_destroy(stream) }

    func send(_ text: String) throws(LoadError) {
        let payload = Array(text.utf8)
        let length: [UInt8] =
            payload.count < 126
            ? [0x80 | UInt8(payload.count)]
            : [0xFE, UInt8(truncatingIfNeeded: payload.count >> 8), UInt8(truncatingIfNeeded: payload.count)]
        // A mask of zeros is one (§5.3).
        try write([0x81] + length + [0, 0, 0, 0] + payload)
    }

    /// The next text.
    func receive() throws(LoadError) -> String {
        while true {
            if let (opcode, payload) = takeFrame() {
                if opcode == 1 { return String(decoding: payload, as: UTF8.self) }
                if opcode == 8 { throw .signaling("the server closed: \(String(decoding: payload, as: UTF8.self))") }
            } else {
                try readMore()
            }
        }
    }

    private func takeFrame() -> (UInt8, [UInt8])? {
        guard received.count >= 2 else { return nil }
        let more = received[1] == 126 ? 2 : received[1] == 127 ? 8 : 0
        guard received.count >= 2 + more else { return nil }
        let count = more == 0 ? Int(received[1]) : received[2..<(2 + more)].reduce(0) { $0 << 8 | Int($1) }
        guard received.count >= 2 + more + count else { return nil }
        let frame = (received[0] & 0x0F, Array(received[(2 + more)..<(2 + more + count)]))
        received.removeFirst(2 + more + count)
        return frame
    }

    private func awaitUpgrade() throws(LoadError) {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let place = received.indices.first(where: { received[$0...].starts(with: end) }) {
                let head = String(decoding: received[..<place], as: UTF8.self)
                guard head.hasPrefix("HTTP/1.1 101") else { throw .signaling("no WebSocket: \(head)") }
                received.removeFirst(place + end.count)
                return
            }
            try readMore()
        }
    }

    private func readMore() throws(LoadError) {
        var buffer = [UInt8](repeating: 0, count: 16384)
        let count = Int(bench_stream_read(stream, &buffer, Int32(buffer.count)))
        guard count > 0 else { throw .network("the WebSocket broke") }
        received += buffer[..<count]
    }

    private func write(_ bytes: [UInt8]) throws(LoadError) {
        guard bench_stream_write(stream, bytes, Int32(bytes.count)) == 0 else {
            throw .network("the WebSocket broke")
        }
    }
}

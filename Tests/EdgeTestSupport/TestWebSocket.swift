/// A WebSocket client that may break every rule.
package struct TestWebSocket: Sendable {
    package let socket: TestSocket

    package init(socket: TestSocket) {
        self.socket = socket
    }

    package static func handshake(path: String = "/ws", extra: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nhost: localhost\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
            + "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n\(extra)\r\n"
    }

    package static func connect(port: Int, path: String = "/ws", extra: String = "") async throws -> TestWebSocket {
        let socket = try await TestSocket.connect(port: port)
        socket.send(handshake(path: path, extra: extra))
        guard let response = await socket.response(), response.status == 101 else { throw Refused() }
        return TestWebSocket(socket: socket)
    }

    package struct Refused: Error {}

    package struct Frame: Sendable, Equatable {
        package var fin: Bool
        package var opcode: UInt8
        package var payload: [UInt8]

        package init(fin: Bool, opcode: UInt8, payload: [UInt8]) {
            self.fin = fin
            self.opcode = opcode
            self.payload = payload
        }

        package var text: String { String(decoding: payload, as: UTF8.self) }
        package var closeCode: Int? {
            opcode == 8 && payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil
        }
    }

    package func send(_ text: String) { send(opcode: 1, Array(text.utf8)) }

    package func send(
        opcode: UInt8, _ payload: [UInt8] = [], fin: Bool = true, masked: Bool = true, reserved: UInt8 = 0
    ) {
        socket.send(Self.encode(opcode: opcode, payload, fin: fin, masked: masked, reserved: reserved))
    }

    package func close(code: UInt16 = 1000) {
        send(opcode: 8, [UInt8(code >> 8), UInt8(code & 0xFF)])
    }

    package static func encode(
        opcode: UInt8, _ payload: [UInt8], fin: Bool = true, masked: Bool = true, reserved: UInt8 = 0
    ) -> [UInt8] {
        var frame: [UInt8] = [(fin ? 0x80 : 0) | reserved | opcode]
        let mask: UInt8 = masked ? 0x80 : 0
        switch payload.count {
        case ..<126: frame.append(mask | UInt8(payload.count))
        case ..<65_536: frame += [mask | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default: frame += [mask | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        guard masked else { return frame + payload }
        let key: [UInt8] = [0x11, 0x22, 0x33, 0x44]
        return frame + key + payload.enumerated().map { $0.element ^ key[$0.offset % 4] }
    }

    /// The next frame of the server, or `nil` when none comes.
    package func frame(seconds: Double = 5) async -> Frame? {
        await socket.take(seconds: seconds) { Self.decode(&$0) }
    }

    /// The code of the close frame, passing over everything before it.
    package func closeCode(seconds: Double = 5) async -> Int? {
        while let frame = await frame(seconds: seconds) {
            if let code = frame.closeCode { return code }
        }
        return nil
    }

    private static func decode(_ bytes: inout [UInt8]) -> Frame? {
        guard bytes.count >= 2 else { return nil }
        var length = Int(bytes[1] & 0x7F)
        var start = 2
        if length >= 126 {
            start = length == 126 ? 4 : 10
            guard bytes.count >= start else { return nil }
            length = bytes[2..<start].reduce(0) { $0 << 8 | Int($1) }
        }
        guard bytes.count >= start + length else { return nil }
        let frame = Frame(
            fin: bytes[0] & 0x80 != 0, opcode: bytes[0] & 0x0F, payload: Array(bytes[start..<(start + length)]))
        bytes.removeFirst(start + length)
        return frame
    }
}

import Edge
import EdgeTestSupport
import NIOConcurrencyHelpers
import NIOCore
import Testing

/// W4: frame bombs, unmasked frames, fragmented control frames, slow readers and writers.
@Suite("WebSocket (W4)", .timeLimit(.minutes(1)))
struct WebSocketTests {
    @Test("upgrades on /ws and echoes")
    func echo() async throws {
        try await TestEdge.with { edge in
            let client = try await TestWebSocket.connect(port: edge.port)
            client.send("hello 🎬")
            #expect(await client.frame()?.text == "hello 🎬")
        }
    }

    @Test("answers the sample handshake of RFC 6455 §1.3, and offers no compression")
    func handshake() async throws {
        try await TestEdge.with { edge in
            let socket = try await TestSocket.connect(port: edge.port)
            socket.send(TestWebSocket.handshake(extra: "sec-websocket-extensions: permessage-deflate\r\n"))
            let response = await socket.response()
            #expect(response?.status == 101)
            #expect(response?["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            #expect(response?["sec-websocket-extensions"] == nil)
        }
    }

    @Test("does not upgrade elsewhere, by another method, version or with a broken key")
    func refusals() async throws {
        let good = TestWebSocket.handshake()
        let heads = [
            TestWebSocket.handshake(path: "/other"), "POST" + good.dropFirst(3),
            good.replacing("version: 13", with: "version: 8"),
            good.replacing("dGhlIHNhbXBsZSBub25jZQ==", with: "short"),
            good.replacing("connection: Upgrade", with: "connection: close"),
            good.replacing("upgrade: websocket", with: "upgrade: h2c"),
            TestWebSocket.handshake(extra: "content-length: 4\r\n") + "body",
        ]
        try await TestEdge.with { edge in
            for head in heads {
                let socket = try await TestSocket.connect(port: edge.port)
                socket.send(head)
                let status = await socket.response()?.status
                #expect(status == 404, "\(head): \(socket.text)")
            }
        }
    }

    @Test("takes frames that arrive with the handshake")
    func earlyFrames() async throws {
        try await TestEdge.with { edge in
            let socket = try await TestSocket.connect(port: edge.port)
            socket.send(Array(TestWebSocket.handshake().utf8) + TestWebSocket.encode(opcode: 1, Array("early".utf8)))
            #expect(await socket.response()?.status == 101)
            #expect(await TestWebSocket(socket: socket).frame()?.text == "early")
        }
    }

    private func expectClose(_ code: Int, _ act: @Sendable (TestWebSocket) -> Void) async throws {
        var limits = EdgeLimits()
        limits.closeTime = .milliseconds(200)
        try await TestEdge.with(limits: limits) { edge in
            let client = try await TestWebSocket.connect(port: edge.port)
            act(client)
            #expect(await client.closeCode() == code)
            #expect(await client.socket.untilClosed() != nil)
        }
    }

    @Test("W4: a message may have 64 KiB, and every length comes back whole", arguments: [1, 125, 126, 65_535, 65_536])
    func largest(length: Int) async throws {
        try await TestEdge.with { edge in
            let client = try await TestWebSocket.connect(port: edge.port)
            let text = String(repeating: "x", count: length)
            client.send(text)
            #expect(await client.frame()?.text == text)
        }
    }

    @Test("one message for several sockets reaches each of them, in order")
    func broadcast() async throws {
        let sockets = NIOLockedValueBox<[WebSocket]>([])
        let responder: PartyChannel.WebSocketResponder = { socket, messages in
            sockets.withLockedValue { $0.append(socket) }
            for await message in messages {
                WebSocket.send(WebSocketText(message), to: sockets.withLockedValue { $0 })
            }
        }
        try await TestEdge.with(webSocket: responder) { edge in
            var clients: [TestWebSocket] = []
            for number in 0..<5 {
                let client = try await TestWebSocket.connect(port: edge.port)
                client.send("\(number)")
                #expect(await client.frame()?.text == "\(number)")
                clients.append(client)
            }
            for (place, client) in clients.enumerated() {
                for number in 0..<5 where number > place {
                    #expect(await client.frame()?.text == "\(number)")
                }
            }
        }
    }

    @Test("W4: one byte more closes with 1009, before the bytes are there")
    func tooBig() async throws {
        try await expectClose(1009) { $0.send(opcode: 1, Array(repeating: 0x78, count: 65_537)) }
        // Announces 100 MiB, and 2^63 − 1.
        try await expectClose(1009) { $0.socket.send([0x81, 0xFF, 0, 0, 0, 0, 6, 0x40, 0, 0, 1, 2, 3, 4]) }
        try await expectClose(1009) {
            $0.socket.send([0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4])
        }
        try await expectClose(1009) {
            $0.socket.send([0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4])
        }
    }

    @Test("W4: fragments are one message, with control frames between them, and count together")
    func fragments() async throws {
        try await TestEdge.with { edge in
            let client = try await TestWebSocket.connect(port: edge.port)
            client.send(opcode: 1, Array("frag".utf8), fin: false)
            client.send(opcode: 9, Array("ping".utf8))
            client.send(opcode: 0, Array("mented".utf8))
            #expect(await client.frame() == TestWebSocket.Frame(fin: true, opcode: 10, payload: Array("ping".utf8)))
            #expect(await client.frame()?.text == "fragmented")
        }
        try await expectClose(1009) { client in
            client.send(opcode: 1, Array(repeating: 0x78, count: 40_000), fin: false)
            client.send(opcode: 0, Array(repeating: 0x78, count: 40_000), fin: false)
        }
    }

    @Test("W4: a character may be split between fragments")
    func splitCharacter() async throws {
        try await TestEdge.with { edge in
            let client = try await TestWebSocket.connect(port: edge.port)
            client.send(opcode: 1, [0xC3], fin: false)
            client.send(opcode: 0, [0xA9])
            #expect(await client.frame()?.text == "é")
        }
    }

    @Test("W4: binary closes with 1003, bad UTF-8 with 1007")
    func wrongData() async throws {
        try await expectClose(1003) { $0.send(opcode: 2, [1, 2, 3]) }
        try await expectClose(1007) { $0.send(opcode: 1, [0xC0, 0xAF]) }
    }

    @Test("W4: what RFC 6455 forbids closes with 1002")
    func violations() async throws {
        try await expectClose(1002) { $0.send(opcode: 1, Array("x".utf8), masked: false) }
        try await expectClose(1002) { $0.send(opcode: 1, Array("x".utf8), reserved: 0x40) }
        try await expectClose(1002) { $0.send(opcode: 3, []) }
        try await expectClose(1002) { $0.send(opcode: 11, []) }
        try await expectClose(1002) { $0.send(opcode: 0, Array("x".utf8)) }
        try await expectClose(1002) { $0.send(opcode: 9, [], fin: false) }
        try await expectClose(1002) { $0.send(opcode: 9, Array(repeating: 0, count: 126)) }
        try await expectClose(1002) { client in
            client.send(opcode: 1, Array("a".utf8), fin: false)
            client.send(opcode: 1, Array("b".utf8))
        }
        try await expectClose(1002) { $0.send(opcode: 8, [3]) }
        try await expectClose(1002) { $0.send(opcode: 8, [0x03, 0xED]) }
        try await expectClose(1007) { $0.send(opcode: 8, [0x03, 0xE8, 0xFF]) }
    }

    @Test("answers a close with the same code and closes")
    func closing() async throws {
        try await expectClose(1000) { $0.close() }
        try await expectClose(4321) { $0.close(code: 4321) }
        try await expectClose(1000) { $0.send(opcode: 8) }
    }

    @Test("W4: a flood of control frames or empty fragments closes with 1008")
    func floods() async throws {
        try await expectClose(1008) { client in for _ in 0..<200 { client.send(opcode: 9) } }
        try await expectClose(1008) { client in
            client.send(opcode: 1, fin: false)
            for _ in 0..<200 { client.send(opcode: 0, fin: false) }
        }
    }

    @Test("W4: a reader that lets 256 KiB pile up is cut off, and the sender is not held up")
    func slowReader() async throws {
        let (closures, report) = AsyncStream.makeStream(of: WebSocketClosure?.self)
        let flood: PartyChannel.WebSocketResponder = { socket, messages in
            let text = String(repeating: "x", count: 60_000)
            for _ in 0..<300 { socket.send(text) }
            for await _ in messages {}
            report.yield(await socket.closure())
        }
        try await TestEdge.with(webSocket: flood) { edge in
            let socket = try await TestSocket.connect(port: edge.port, reading: false)
            socket.send(TestWebSocket.handshake())
            for await closure in closures {
                #expect(closure == .server(.slowReader))
                break
            }
            await socket.drop()
        }
    }

    @Test("a silent socket is pinged, and closed with 1001 when nothing comes")
    func silence() async throws {
        var limits = EdgeLimits()
        limits.pingTime = .milliseconds(100)
        limits.silenceTime = .milliseconds(400)
        try await TestEdge.with(limits: limits) { edge in
            let client = try await TestWebSocket.connect(port: edge.port)
            #expect(await client.frame()?.opcode == 9)
            #expect(await client.closeCode() == 1001)
        }
    }

    @Test("of many silent sockets each is pinged once in its time, and closed in its time")
    func manySilent() async throws {
        var limits = EdgeLimits()
        limits.pingTime = .milliseconds(500)
        limits.silenceTime = .milliseconds(1_900)
        try await TestEdge.with(limits: limits) { edge in
            // More than are looked at in one turn.
            var clients: [TestWebSocket] = []
            for _ in 0..<80 { clients.append(try await TestWebSocket.connect(port: edge.port)) }
            for client in clients {
                var pings = 0
                var last = await client.frame()
                while let frame = last, frame.opcode == 9 {
                    pings += 1
                    last = await client.frame()
                }
                #expect((1...3).contains(pings))
                #expect(last?.closeCode == 1001)
            }
        }
    }

    @Test("whoever answers pings stays")
    func pongs() async throws {
        var limits = EdgeLimits()
        limits.pingTime = .milliseconds(200)
        limits.silenceTime = .seconds(2)
        try await TestEdge.with(limits: limits) { edge in
            let client = try await TestWebSocket.connect(port: edge.port)
            let end = ContinuousClock.now + .seconds(4)
            while ContinuousClock.now < end {
                guard let frame = await client.frame(seconds: 2) else { break }
                #expect(frame.opcode == 9)
                client.send(opcode: 10, frame.payload)
            }
            #expect(!client.socket.isClosed)
        }
    }

    @Test("says how a socket ended")
    func closures() async throws {
        let (closures, report) = AsyncStream.makeStream(of: WebSocketClosure?.self)
        let watch: PartyChannel.WebSocketResponder = { socket, messages in
            for await _ in messages {}
            report.yield(await socket.closure())
        }
        try await TestEdge.with(webSocket: watch) { edge in
            var found = closures.makeAsyncIterator()
            try await TestWebSocket.connect(port: edge.port).close(code: 1001)
            #expect(await found.next() == .peer(1001))
            try await TestWebSocket.connect(port: edge.port).socket.drop()
            #expect(await found.next() == .lost)
            try await TestWebSocket.connect(port: edge.port).send(opcode: 2)
            #expect(await found.next() == .server(.binary))
        }
    }

    @Test("stopping closes sockets with 1012")
    func stopping() async throws {
        try await TestEdge.with { edge in
            let client = try await TestWebSocket.connect(port: edge.port)
            await edge.stop()
            #expect(await client.closeCode() == 1012)
        }
    }
}

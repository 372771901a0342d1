import Edge
import EdgeTestSupport
import NIOConcurrencyHelpers
import NIOCore
import STUN
import Testing

@Suite("Connections that carry packets", .timeLimit(.minutes(2)))
struct PacketConnectionTests {
    static let check: [UInt8] = [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42] + [UInt8](repeating: 7, count: 12)
    static let media = [UInt8](repeating: 0x80, count: 600)

    private func framed(_ packets: [[UInt8]], _ framing: StreamFraming) -> [UInt8] {
        var bytes: [UInt8] = []
        for packet in packets { framing.append(packet.span.bytes, to: &bytes) }
        return bytes
    }

    @Test(
        "T19: packets arrive whole, whether the client writes them at once or a byte at a time",
        arguments: StreamFraming.allCases)
    func arrival(framing: StreamFraming) async throws {
        let streams = TestStreams()
        let packets = framing == .iceTCP ? [Self.check, Self.media] : [Self.check, [0x40, 0, 0, 4, 1, 2, 3, 4]]
        try await TestEdge.with(openStream: streams.opener) { edge in
            let bytes = framed(packets, framing)
            let quick = try await TestSocket.connect(port: edge.port)
            quick.send(bytes)
            #expect(await streams.eventually { $0.packets.count == packets.count })
            let slow = try await TestSocket.connect(port: edge.port)
            for byte in bytes { slow.send([byte]) }
            #expect(await streams.eventually { $0.packets.count == 2 * packets.count })
            streams.state.withLockedValue {
                #expect($0.packets == packets + packets)
                #expect($0.origins.allSatisfy { $0.framing == framing && !$0.isSecure })
            }
            #expect(edge.census.statistics.streams == 2)
            await quick.drop()
            await slow.drop()
            #expect(await streams.eventually { $0.closed == 2 })
        }
    }

    @Test("what is said comes back in frames, and the last words before the end too")
    func answers() async throws {
        let streams = TestStreams()
        try await TestEdge.with(openStream: streams.opener) { edge in
            let socket = try await TestSocket.connect(port: edge.port)
            socket.send(framed([Self.check], .iceTCP))
            #expect(await streams.eventually { $0.packets.count == 1 })
            streams.say(Self.media, .iceTCP)
            let expected = framed([Self.media], .iceTCP)
            let first = await socket.take(seconds: 20) { bytes -> [UInt8]? in
                guard bytes.count >= expected.count else { return nil }
                defer { bytes = [] }
                return bytes
            }
            #expect(first == expected)
            streams.say(Self.check, .iceTCP, ending: .afterWriting)
            #expect(await socket.untilClosed(seconds: 20) != nil)
            #expect(socket.received == framed([Self.check], .iceTCP))
        }
    }

    @Test("T19: whoever lies about a length, or is not for us, is closed")
    func lies() async throws {
        let streams = TestStreams()
        try await TestEdge.with(openStream: streams.opener) { edge in
            for bytes in [
                framed([Self.check], .iceTCP) + [0xff, 0xff], framed([Self.check, [0xff]], .iceTCP),
                framed([Self.check], .turn) + [0x40, 0, 0xff, 0xff],
            ] {
                let socket = try await TestSocket.connect(port: edge.port)
                socket.send(bytes)
                #expect(await socket.untilClosed(seconds: 20) != nil)
            }
        }
    }

    @Test("T19: whoever does not prove himself, and whoever falls silent, is closed")
    func deadlines() async throws {
        var limits = EdgeLimits()
        limits.proofTime = .milliseconds(200)
        let strangers = TestStreams()
        strangers.state.withLockedValue { $0.isAccepted = false }
        try await TestEdge.with(limits: limits, openStream: strangers.opener) { edge in
            let socket = try await TestSocket.connect(port: edge.port)
            socket.send(framed([Self.check], .iceTCP))
            #expect(await socket.untilClosed(seconds: 20) != nil)
        }
        limits.proofTime = .seconds(100)
        limits.streamSilenceTime = .milliseconds(200)
        try await TestEdge.with(limits: limits, openStream: TestStreams().opener) { edge in
            let socket = try await TestSocket.connect(port: edge.port)
            socket.send(framed([Self.check], .iceTCP))
            #expect(await socket.untilClosed(seconds: 20) != nil)
        }
    }

    @Test("W13: one address has only so many connections")
    func crowd() async throws {
        var limits = EdgeLimits()
        limits.connectionsPerAddress = 2
        let streams = TestStreams()
        try await TestEdge.with(limits: limits, openStream: streams.opener) { edge in
            var sockets: [TestSocket] = []
            for number in 1...2 {
                let socket = try await TestSocket.connect(port: edge.port)
                socket.send(framed([Self.check], .iceTCP))
                #expect(await streams.eventually { $0.packets.count == number })
                sockets.append(socket)
            }
            let third = try await TestSocket.connect(port: edge.port)
            #expect(await third.untilClosed(seconds: 20) != nil)
            await sockets[0].drop()
            #expect(await streams.eventually { $0.closed == 1 })
            let fourth = try await TestSocket.connect(port: edge.port)
            fourth.send(framed([Self.check], .iceTCP))
            #expect(await streams.eventually { $0.packets.count == 3 })
        }
    }

    @Test("a trusted proxy says whose a connection is; nobody else is believed")
    func proxy() async throws {
        var security = TransportSecurity()
        security.isProxy = { $0.ipAddress == "127.0.0.1" }
        let streams = TestStreams()
        let header = Array("PROXY TCP4 192.0.2.1 198.51.100.1 5000 4001\r\n".utf8)
        try await TestEdge.with(security: security, openStream: streams.opener) { edge in
            let socket = try await TestSocket.connect(port: edge.port)
            socket.send(header + framed([Self.check], .iceTCP))
            #expect(await streams.eventually { $0.packets.count == 1 })
            #expect(streams.state.withLockedValue { $0.origins[0].client?.ipAddress } == "192.0.2.1")
            let web = try await TestSocket.connect(port: edge.port)
            web.send(header + Array("GET /whose HTTP/1.1\r\nhost: a\r\n\r\n".utf8))
            #expect(await web.response()?.body == "192.0.2.1")
            let silent = try await TestSocket.connect(port: edge.port)
            silent.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n")
            #expect(await silent.untilClosed(seconds: 20) == "")
        }
        try await TestEdge.with(openStream: streams.opener) { edge in
            let liar = try await TestSocket.connect(port: edge.port)
            liar.send(header + Array("GET / HTTP/1.1\r\nhost: a\r\n\r\n".utf8))
            #expect(await liar.response()?.status == 400)
            let direct = try await TestSocket.connect(port: edge.port)
            direct.send("GET /whose HTTP/1.1\r\nhost: a\r\n\r\n")
            #expect(await direct.response()?.body == "127.0.0.1")
        }
    }
}

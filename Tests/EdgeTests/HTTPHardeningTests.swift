import Edge
import EdgeTestSupport
import NIOCore
import Testing

/// W13: smuggling, slow-loris, too many headers on the shared port.
@Suite("HTTP hardening (W13)", .timeLimit(.minutes(1)))
struct HTTPHardeningTests {
    private static var quick: EdgeLimits {
        var limits = EdgeLimits()
        limits.headerTime = .milliseconds(300)
        limits.bodyTime = .milliseconds(300)
        limits.keepAliveTime = .milliseconds(300)
        return limits
    }

    @Test("answers several requests on one connection")
    func keepAlive() async throws {
        try await TestEdge.with { edge in
            let socket = try await TestSocket.connect(port: edge.port)
            for _ in 0..<3 {
                socket.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n")
                #expect(await socket.response()?.body == "hello")
            }
            socket.send("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\n\r\nbody")
            #expect(await socket.response()?.body == "body")
            #expect(!socket.isClosed)
        }
    }

    @Test("answers pipelined requests in order")
    func pipelining() async throws {
        try await TestEdge.with { edge in
            let socket = try await TestSocket.connect(port: edge.port)
            socket.send("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\n\r\n1GET / HTTP/1.1\r\nhost: a\r\n\r\n")
            #expect(await socket.response()?.body == "1")
            #expect(await socket.response()?.body == "hello")
        }
    }

    @Test("W13: a header above 16 KiB gets 431, in one field, in many, or in the path")
    func headerTooLarge() async throws {
        let big = String(repeating: "x", count: 17_000)
        let many = (0..<90).map { "x-\($0): " + String(repeating: "y", count: 200) }.joined(separator: "\r\n")
        let heads = [
            "GET / HTTP/1.1\r\nhost: a\r\nx: \(big)\r\n\r\n", "GET / HTTP/1.1\r\nhost: a\r\n\(many)\r\n\r\n",
            "GET /\(big) HTTP/1.1\r\nhost: a\r\n\r\n", "GET /" + big,
        ]
        try await TestEdge.with { edge in
            for head in heads {
                let socket = try await TestSocket.connect(port: edge.port)
                socket.send(head)
                #expect(await socket.response()?.status == 431)
                #expect(await socket.untilClosed() != nil)
            }
        }
    }

    @Test("W13: more than a hundred header fields get 431")
    func tooManyFields() async throws {
        try await TestEdge.with { edge in
            let socket = try await TestSocket.connect(port: edge.port)
            socket.send("GET / HTTP/1.1\r\nhost: a\r\n" + (0..<200).map { "x\($0): 1\r\n" }.joined() + "\r\n")
            #expect(await socket.response()?.status == 431)
        }
    }

    @Test("W13: nobody may be silent before the first byte, within the header, within the body, or between requests")
    func slowLoris() async throws {
        let starts = [
            "", "G", "GET / HTTP/1.1\r\nhost: a\r\nx-slow: ",
            "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nab",
            "GET / HTTP/1.1\r\nhost: a\r\n\r\n", "GET / HTTP/1.1\r\nhost: a\r\n\r\nGET / HT",
        ]
        try await TestEdge.with(limits: Self.quick) { edge in
            for start in starts {
                let socket = try await TestSocket.connect(port: edge.port)
                if !start.isEmpty { socket.send(start) }
                #expect(await socket.untilClosed(seconds: 3) != nil, "\(start)")
            }
        }
    }

    @Test("W13: a header that trickles byte by byte is cut off all the same")
    func trickle() async throws {
        try await TestEdge.with(limits: Self.quick) { edge in
            let socket = try await TestSocket.connect(port: edge.port)
            socket.send("GET / HTTP/1.1\r\nhost: a\r\nx: ")
            for _ in 0..<100 where !socket.isClosed {
                socket.send("y")
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(socket.isClosed)
        }
    }

    @Test("W13: idle connections of one address are limited; a busy one is not idle")
    func idleLimit() async throws {
        var limits = EdgeLimits()
        limits.idlePerAddress = 3
        try await TestEdge.with(limits: limits) { edge in
            var sockets: [TestSocket] = []
            for _ in 0..<3 {
                let socket = try await TestSocket.connect(port: edge.port)
                socket.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n")
                #expect(await socket.response()?.status == 200)
                sockets.append(socket)
            }
            let fourth = try await TestSocket.connect(port: edge.port)
            #expect(await fourth.untilClosed() == "")
            await sockets[0].drop()
            let deadline = ContinuousClock.now + .seconds(5)
            while edge.census.statistics.connections > 2, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(2))
            }
            let fifth = try await TestSocket.connect(port: edge.port)
            fifth.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n")
            #expect(await fifth.response()?.status == 200)
        }
    }

    @Test("W13: a body above 128 KiB gets 413, announced or not")
    func bodyTooLarge() async throws {
        try await TestEdge.with { edge in
            let announced = try await TestSocket.connect(port: edge.port)
            announced.send("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 131073\r\n\r\n")
            #expect(await announced.response()?.status == 413)

            let chunked = try await TestSocket.connect(port: edge.port)
            chunked.send("POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n")
            let chunk = "4000\r\n" + String(repeating: "z", count: 0x4000) + "\r\n"
            for _ in 0..<9 { chunked.send(chunk) }
            #expect(await chunked.response()?.status == 413)

            let exact = try await TestSocket.connect(port: edge.port)
            exact.send(
                "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 131072\r\n\r\n"
                    + String(repeating: "z", count: 131_072))
            #expect(await exact.response()?.status == 200)
        }
    }

    @Test(
        "W13: requests that two servers could read in two ways get 400",
        arguments: [
            "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\ncontent-length: 5\r\n\r\nabcde",
            "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n",
            "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 99999999999999999999\r\n\r\n",
            "GET / HTTP/1.1\r\nhost : a\r\n\r\n", "GET / HTTP/1.1\r\n host: a\r\n\r\n",
            "GET / HTTP/9.9\r\nhost: a\r\n\r\n",
            "GET / HTTP/1.1\nhost: a\u{0}b\n\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ])
    func smuggling(head: String) async throws {
        try await TestEdge.with { edge in
            let socket = try await TestSocket.connect(port: edge.port)
            socket.send(head)
            let status = await socket.response()?.status
            #expect(status == 400, "\(head)")
            #expect(await socket.untilClosed() != nil)
        }
    }

    @Test("closes what is neither HTTP nor anything else spoken here")
    func otherStreams() async throws {
        try await TestEdge.with { edge in
            for bytes: [UInt8] in [[0xFF, 0, 1], Array(repeating: 0, count: 12), [0x16, 0x03, 0x01]] {
                let socket = try await TestSocket.connect(port: edge.port)
                socket.send(bytes)
                #expect(await socket.untilClosed() == "")
            }
        }
    }

    @Test("answers who would rather speak HTTP/2, and closes: nothing more can be read after such a wish")
    func refusedUpgrade() async throws {
        try await TestEdge.with { edge in
            let socket = try await TestSocket.connect(port: edge.port)
            let wish = "connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n"
            socket.send("GET / HTTP/1.1\r\nhost: a\r\n\(wish)\r\n")
            let response = await socket.response()
            #expect(response?.body == "hello")
            #expect(response?["connection"] == "close")
            #expect(await socket.untilClosed() != nil)
        }
    }

    @Test("forgets connections that are gone")
    func census() async throws {
        try await TestEdge.with { edge in
            for _ in 0..<20 {
                let socket = try await TestSocket.connect(port: edge.port)
                socket.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n")
                #expect(await socket.response()?.status == 200)
                await socket.drop()
            }
            let deadline = ContinuousClock.now + .seconds(5)
            while edge.census.statistics.connections > 0, ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(2))
            }
            #expect(edge.census.statistics.connections == 0)
            #expect(edge.census.statistics.accepted == 20)
        }
    }

    @Test("stops although connections stand idle, and finishes what it is answering")
    func gracefulStop() async throws {
        try await TestEdge.with { edge in
            let idle = try await TestSocket.connect(port: edge.port)
            let silent = try await TestSocket.connect(port: edge.port)
            idle.send("GET / HTTP/1.1\r\nhost: a\r\n\r\n")
            #expect(await idle.response()?.status == 200)
            await edge.stop()
            #expect(await idle.untilClosed() != nil)
            #expect(await silent.untilClosed() != nil)
        }
    }
}

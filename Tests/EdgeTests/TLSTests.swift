import Edge
import EdgeTestSupport
import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOSSL
import STUN
import SecureTransport
import Testing

@Suite("TLS on the shared port (W14)", .timeLimit(.minutes(2)))
struct TLSTests {
    private static func security() throws -> TransportSecurity {
        var security = TransportSecurity()
        security.identity = try TLSIdentity(
            .selfSigned(hosts: ["localhost", "127.0.0.1", "::1", "not a host,DNS:evil"]))
        return security
    }

    private static let check = PacketConnectionTests.check
    private static let request = "GET / HTTP/1.1\r\nhost: a\r\n\r\n"

    @Test("pages come by HTTPS, with TLS 1.2 and 1.3", arguments: [TLSVersion.tlsv12, .tlsv13])
    func pages(version: TLSVersion) async throws {
        try await TestEdge.with(security: try Self.security()) { edge in
            for protocols in [[], ["http/1.1"], ["h2", "http/1.1"]] {
                let socket = try await TestSocket.connectTLS(port: edge.port, protocols: protocols, newest: version)
                socket.send(Self.request)
                #expect(await socket.response()?.body == "hello", "\(protocols)")
            }
        }
    }

    @Test("W14: TLS 1.1 and older get nothing")
    func downgrade() async throws {
        try await TestEdge.with(security: try Self.security()) { edge in
            let socket = try await TestSocket.connectTLS(port: edge.port, newest: .tlsv11)
            socket.send(Self.request)
            #expect(await socket.untilClosed(seconds: 20) == "")
        }
    }

    @Test("packets travel inside TLS, with the protocol agreed upon or without")
    func packets() async throws {
        let streams = TestStreams()
        try await TestEdge.with(security: try Self.security(), openStream: streams.opener) { edge in
            let relay = try await TestSocket.connectTLS(port: edge.port, protocols: ["stun.turn"])
            relay.send(Self.check)
            #expect(await streams.eventually { $0.packets.count == 1 })
            let plain = try await TestSocket.connectTLS(port: edge.port)
            plain.send([0, 20] + Self.check)
            #expect(await streams.eventually { $0.packets.count == 2 })
            streams.state.withLockedValue {
                #expect($0.origins.map(\.framing) == [.turn, .iceTCP])
                #expect(!$0.origins.contains { !$0.isSecure })
            }
        }
    }

    @Test("who would speak HTTP or TURN, as coturn's client says, gets TURN")
    func choice() async throws {
        let streams = TestStreams()
        try await TestEdge.with(security: try Self.security(), openStream: streams.opener) { edge in
            let offered = ["http/1.1", "stun.turn", "stun.nat-discovery"]
            let relay = try await TestSocket.connectTLS(port: edge.port, protocols: offered)
            relay.send(Self.check)
            #expect(await streams.eventually { $0.packets.count == 1 })
        }
    }

    @Test("W14: TURN after agreeing on HTTP, and HTTP after agreeing on TURN, are closed")
    func confusion() async throws {
        let streams = TestStreams()
        try await TestEdge.with(security: try Self.security(), openStream: streams.opener) { edge in
            let pairs: [(String, [UInt8])] = [
                ("http/1.1", Self.check), ("http/1.1", [0, 20] + Self.check), ("stun.turn", Array(Self.request.utf8)),
                ("stun.nat-discovery", Array(Self.request.utf8)), ("stun.turn", [0x16, 0x03, 0x01, 0, 5]),
            ]
            for (name, bytes) in pairs {
                let socket = try await TestSocket.connectTLS(port: edge.port, protocols: [name])
                socket.send(bytes)
                #expect(await socket.untilClosed(seconds: 20) == "", "\(name)")
            }
            #expect(streams.state.withLockedValue { $0.origins.isEmpty })
        }
    }

    @Test("plain HTTP is sent to HTTPS, and nowhere else")
    func redirect() async throws {
        try await TestEdge.with(security: try Self.security()) { edge in
            let socket = try await TestSocket.connect(port: edge.port)
            socket.send("GET /party/a?b=c HTTP/1.1\r\nhost: example.org:4001\r\n\r\n")
            let text = await socket.untilClosed(seconds: 20) ?? ""
            #expect(text.hasPrefix("HTTP/1.1 308"))
            #expect(text.lowercased().contains("location: https://example.org:4001/party/a?b=c\r\n"))
            for head in [
                "GET / HTTP/1.1\r\nhost: a b\r\n\r\n", "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
            ] {
                let odd = try await TestSocket.connect(port: edge.port)
                odd.send(head)
                let answer = await odd.untilClosed(seconds: 20) ?? ""
                #expect(answer.hasPrefix("HTTP/1.1 400"), "\(head)")
                #expect(!answer.lowercased().contains("location"))
            }
        }
    }

    @Test("W13: a TLS handshake that does not go on is closed")
    func halfOpen() async throws {
        var limits = EdgeLimits()
        limits.headerTime = .milliseconds(300)
        try await TestEdge.with(limits: limits, security: try Self.security()) { edge in
            let socket = try await TestSocket.connect(port: edge.port)
            socket.send([0x16, 0x03, 0x01, 0x02, 0x00])
            #expect(await socket.untilClosed(seconds: 20) != nil)
            let silent = try await TestSocket.connectTLS(port: edge.port)
            #expect(await silent.untilClosed(seconds: 20) != nil)
        }
    }

    /// A ClientHello that offers nothing, which the server nevertheless waits for the rest of while a byte of it is missing.
    private static let hello: [UInt8] = {
        let body: [UInt8] = [3, 3] + .init(repeating: 7, count: 32) + [0, 0, 2, 0xc0, 0x2b, 1, 0]
        let message: [UInt8] = [1, 0, 0, UInt8(body.count)] + body
        return [0x16, 3, 1, 0, UInt8(message.count)] + message
    }()

    @Test("W13: a ClientHello may come byte by byte, and begins a handshake when it is whole")
    func trickledHello() async throws {
        try await TestEdge.with(security: try Self.security()) { edge in
            let socket = try await TestSocket.connect(port: edge.port)
            for byte in Self.hello { socket.send([byte]) }
            // An alert: nothing that it offers will do.
            _ = await socket.untilClosed(seconds: 20)
            #expect(socket.received.first == 0x15)
        }
    }

    /// Opens so many connections whose handshake never goes on, one after the other. Returns how many of them the server has closed, once it is as many as expected
    /// or five seconds have passed.
    private static func closed(of count: Int, atLeast expected: Int, _ edge: TestEdge) async throws -> Int {
        var crowd: [TestSocket] = []
        for _ in 0..<count { crowd.append(try await TestSocket.connectTLS(port: edge.port, hears: false)) }
        let end = ContinuousClock.now + .seconds(5)
        while ContinuousClock.now < end, crowd.count(where: \.isClosed) < expected {
            try await Task.sleep(for: .milliseconds(5))
        }
        return crowd.count(where: \.isClosed)
    }

    @Test("W13: when too many handshakes have begun, those that last long give way, and whoever is through stays")
    func handshakeCrowd() async throws {
        var limits = EdgeLimits()
        limits.handshakes = 4
        limits.longHandshake = .milliseconds(300)
        try await TestEdge.with(limits: limits, security: try Self.security()) { edge in
            let guest = try await TestSocket.connectTLS(port: edge.port)
            guest.send(Self.request)
            #expect(await guest.response()?.body == "hello")
            let closed = try await Self.closed(of: 6, atLeast: 2, edge)
            #expect(closed == 2)
            #expect(edge.census.statistics.handshakesGivenUp == 2)
            guest.send(Self.request)
            #expect(await guest.response()?.body == "hello")
            let late = try await TestSocket.connectTLS(port: edge.port)
            late.send(Self.request)
            #expect(await late.response()?.body == "hello")
        }
    }

    @Test("W13: of four times too many handshakes the oldest gives way at once")
    func handshakeFlood() async throws {
        var limits = EdgeLimits()
        limits.handshakes = 2
        limits.longHandshake = .seconds(600)
        try await TestEdge.with(limits: limits, security: try Self.security()) { edge in
            let closed = try await Self.closed(of: 10, atLeast: 2, edge)
            #expect(closed == 2)
            #expect(edge.census.statistics.handshakesGivenUp == 2)
        }
    }

    // MARK: Files

    /// A certificate with its key, as PEM files in a folder of their own.
    private struct Files {
        let certificate: String
        let key: String

        init() throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            certificate = folder.appending(path: "cert.pem").path
            key = folder.appending(path: "key.pem").path
            try renew()
        }

        func renew() throws {
            let made = try SelfSignedCertificate(hosts: ["localhost"])
            try write(made.certificate, "CERTIFICATE", to: certificate)
            try write(made.key, "EC PRIVATE KEY", to: key)
        }

        func write(_ bytes: [UInt8], _ label: String, to file: String) throws {
            let text = Data(bytes).base64EncodedString(options: .lineLength64Characters)
            try Data("-----BEGIN \(label)-----\n\(text)\n-----END \(label)-----\n".utf8).write(to: URL(filePath: file))
        }

        var source: TLSSource { .files(certificate: certificate, key: key) }
    }

    @Test("a renewed certificate is for new connections; the old ones go on")
    func renewal() async throws {
        let files = try Files()
        var security = TransportSecurity()
        let identity = try TLSIdentity(files.source)
        security.identity = identity
        try await TestEdge.with(security: security) { edge in
            let old = try await TestSocket.connectTLS(port: edge.port)
            old.send(Self.request)
            #expect(await old.response()?.body == "hello")
            #expect(!identity.hasChanged)
            try files.renew()
            #expect(identity.hasChanged)
            try identity.reload()
            #expect(!identity.hasChanged)
            let new = try await TestSocket.connectTLS(port: edge.port)
            new.send(Self.request)
            #expect(await new.response()?.body == "hello")
            old.send(Self.request)
            #expect(await old.response()?.body == "hello")
            let serials = (try await old.serialNumber(), try await new.serialNumber())
            #expect(serials.0 != nil && serials.1 != nil && serials.0 != serials.1)
        }
    }

    @Test("files that cannot be used are named, with the reason")
    func errors() throws {
        let (files, others) = (try Files(), try Files())
        #expect(throws: TLSError.unreadable(file: "/nowhere/cert.pem", reason: "there is no such file")) {
            _ = try TLSIdentity(.files(certificate: "/nowhere/cert.pem", key: files.key))
        }
        #expect(throws: TLSError.unreadable(file: "/nowhere/key.pem", reason: "there is no such file")) {
            _ = try TLSIdentity(.files(certificate: files.certificate, key: "/nowhere/key.pem"))
        }
        #expect(throws: TLSError.noCertificate(file: files.key)) {
            _ = try TLSIdentity(.files(certificate: files.key, key: files.key))
        }
        #expect(throws: TLSError.noKey(file: files.certificate)) {
            _ = try TLSIdentity(.files(certificate: files.certificate, key: files.certificate))
        }
        #expect(throws: TLSError.mismatch(certificate: files.certificate, key: others.key)) {
            _ = try TLSIdentity(.files(certificate: files.certificate, key: others.key))
        }
        let later = Date(timeIntervalSinceNow: 400 * 86_400)
        let error = #expect(throws: TLSError.self) { _ = try TLSIdentity(files.source) { later } }
        #expect(error?.description.contains("expired on") == true)
    }

    @Test("a renewal that cannot be used changes nothing and is told once")
    func badRenewal() throws {
        let files = try Files()
        let identity = try TLSIdentity(files.source)
        let end = identity.end
        try Data("not PEM".utf8).write(to: URL(filePath: files.certificate))
        #expect(identity.hasChanged)
        #expect(throws: TLSError.noCertificate(file: files.certificate)) { try identity.reload() }
        #expect(identity.end == end)
        #expect(!identity.hasChanged)
    }
}

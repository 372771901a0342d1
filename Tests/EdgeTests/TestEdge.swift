import Edge
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import ServiceLifecycle

/// A server on a port of its own whose WebSocket echoes, and whose HTTP answers "hello", says whose the request is, or gives the body back.
struct TestEdge {
    let port: Int
    let census: ConnectionCensus
    let stop: @Sendable () async -> Void

    static func with(
        limits: EdgeLimits = EdgeLimits(), security: TransportSecurity = TransportSecurity(),
        openStream: @escaping StreamOpener = { _, _ in nil },
        webSocket: @escaping PartyChannel.WebSocketResponder = echo,
        _ body: @Sendable (TestEdge) async throws -> Void
    ) async throws {
        let census = ConnectionCensus(limits: limits)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let router = Router()
        router.get("/") { _, _ in "hello" }
        router.get("/whose") { _, _ in RequestClient.address?.ipAddress ?? "nobody's" }
        router.get("/large") { _, _ in String(repeating: "x", count: 1 << 20) }
        router.post("/echo") { request, _ in String(buffer: try await request.body.collect(upTo: limits.bodyBytes)) }
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            router: router,
            server: HTTPServerBuilder { responder in
                PartyChannel(
                    responder: responder, webSocketPath: "/ws", webSocketResponder: webSocket, security: security,
                    openStream: openStream, limits: limits,
                    census: census)
            },
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { found.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [application], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await port in ports {
                try await body(TestEdge(port: port, census: census, stop: { await group.triggerGracefulShutdown() }))
                break
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    static let echo: PartyChannel.WebSocketResponder = { socket, messages in
        for await message in messages { socket.send(message) }
    }
}

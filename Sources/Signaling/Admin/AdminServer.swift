import Edge
import Hummingbird
import HummingbirdCore
import Logging
import ServiceLifecycle

import struct NIOCore.IOError

/// The operator's page and what it asks for, on a port of its own: what is meant for operators cannot be reached through the door that is open to everybody.
package struct AdminServer: Service {
    private let hub: PartyHub
    private let configuration: AdminConfiguration
    private let files: [String: WebFile]
    private let security: TransportSecurity
    private let census: ConnectionCensus
    private let logger: Logger
    private let whenListening: @Sendable (Int) async -> Void

    /// - Parameters:
    ///   - files: the page by path; see `WebFile`.
    ///   - security: TLS; without, the token travels in the clear.
    ///   - whenListening: told the port once connections are accepted.
    package init(
        hub: PartyHub, configuration: AdminConfiguration, files: [String: WebFile],
        security: TransportSecurity = TransportSecurity(), logger: Logger,
        whenListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.hub = hub
        self.configuration = configuration
        self.files = files
        self.security = security
        self.logger = logger
        self.whenListening = whenListening
        census = ConnectionCensus(limits: configuration.limits)
    }

    package func run() async throws {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        do {
            try await application(quiet).run()
        } catch let error as IOError {
            throw AdminError.cannotListen(errno: error.errnoCode)
        }
    }

    private func application(_ logger: Logger) -> some ApplicationProtocol {
        let (security, limits, census) = (security, configuration.limits, census)
        return Application(
            router: router,
            server: HTTPServerBuilder { responder in
                // Nobody asks for a path that is empty, so there are no WebSockets.
                PartyChannel(
                    responder: responder, webSocketPath: "", webSocketResponder: { socket, _ in socket.close(.normal) },
                    security: security, limits: limits, census: census)
            },
            configuration: ApplicationConfiguration(address: .hostname(configuration.host, port: configuration.port)),
            onServerRunning: { [whenListening] in await whenListening($0.localAddress?.port ?? 0) }, logger: logger)
    }

    private var router: Router<PartyRequestContext> {
        let router = Router(context: PartyRequestContext.self)
        router.add(middleware: AdminShield(isLocal: configuration.isLocal, logger: logger))
        AdminPages(files: files).addRoutes(to: router)
        let answers = router.group("/admin/api")
            .add(middleware: AdminGate(gate: configuration.gate, hub: hub, logger: logger))
        AdminRooms(hub: hub).addRoutes(to: answers)
        AdminHistory(store: hub.surroundings.store).addRoutes(to: answers)
        return router
    }
}

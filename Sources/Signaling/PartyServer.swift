import Edge
import Hummingbird
import HummingbirdCore
import Logging
import ServiceLifecycle

/// The TCP side of the server: page, WebSocket, WHIP, WHEP and status on one port.
package struct PartyServer: Service, CustomStringConvertible {
    private let hub: PartyHub
    private let host: String
    private let port: Int
    private let files: [String: WebFile]
    private let limits: EdgeLimits
    private let security: TransportSecurity
    private let census: ConnectionCensus
    private let logger: Logger
    private let whenListening: @Sendable (Int) async -> Void

    /// For the log, which would show every file of the page otherwise.
    package var description: String { "PartyServer" }

    /// - Parameters:
    ///   - files: the party page by path; see `WebFile`.
    ///   - security: TLS, and proxies in front.
    ///   - whenListening: told the port once connections are accepted.
    package init(
        hub: PartyHub, host: String, port: Int, files: [String: WebFile], limits: EdgeLimits = EdgeLimits(),
        security: TransportSecurity = TransportSecurity(), logger: Logger,
        whenListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.hub = hub
        self.host = host
        self.port = port
        self.files = files
        var limits = limits
        limits.webSocketOrigins.whenRefused = { [hub] in hub.refuseOrigin($0, from: $1) }
        self.limits = limits
        self.security = security
        self.logger = logger
        self.whenListening = whenListening
        census = ConnectionCensus(limits: limits)
    }

    /// Serves until shut down gracefully: then nobody new comes in, everybody is told, and what is being answered is answered.
    package func run() async throws {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        // Last in the list, so first to be shut down.
        var services: [any Service] = [
            application(quiet), DrainService(hub: hub), FreeMemoryWatch(census: census),
        ]
        if let identity = security.identity { services.append(CertificateWatch(identity: identity, logger: logger)) }
        try await ServiceGroup(configuration: ServiceGroupConfiguration(services: services, logger: quiet)).run()
    }

    /// Loads the certificate again, as SIGHUP asks for; without TLS there is nothing to do.
    package func reloadCertificate() {
        if let identity = security.identity { CertificateWatch(identity: identity, logger: logger).reload() }
    }

    private func application(_ logger: Logger) -> some ApplicationProtocol {
        Application(
            router: router,
            server: HTTPServerBuilder { [limits, security, census, hub, logger = self.logger] responder in
                PartyChannel(
                    responder: responder, webSocketPath: "/ws",
                    webSocketResponder: { socket, messages in
                        await Session(socket: socket, hub: hub, logger: logger).run(messages)
                    }, security: security,
                    openStream: { MediaStreamPeer.open($0, hub.media, notify: $1) }, limits: limits, census: census)
            },
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { [whenListening] in await whenListening($0.localAddress?.port ?? 0) }, logger: logger)
    }

    private var router: Router<PartyRequestContext> {
        let router = Router(context: PartyRequestContext.self)
        PageEndpoints(files: files).addRoutes(to: router)
        StatusEndpoints(hub: hub, census: census).addRoutes(to: router)
        InvitationEndpoint(hub: hub, isSecure: security.identity != nil).addRoutes(to: router)
        for kind in [ResourceKind.whip, .whep] {
            MediaEndpoint(kind: kind, hub: hub, bodyBytes: limits.bodyBytes, logger: logger).addRoutes(to: router)
        }
        return router
    }
}

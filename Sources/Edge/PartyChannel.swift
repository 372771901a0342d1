import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import STUN

/// Everything that happens on the TCP port: finds out what a connection speaks and serves it. HTTP requests go to Hummingbird's router.
package struct PartyChannel: HTTPChannelHandler {
    package typealias WebSocketResponder = @Sendable (WebSocket, WebSocketMessages) async -> Void

    package let responder: Responder
    let webSocketPath: String
    let webSocketResponder: WebSocketResponder
    let openStream: StreamOpener
    let security: TransportSecurity
    let limits: EdgeLimits
    let census: ConnectionCensus
    let wakers = PerEventLoop { LoopWaker($0) }
    let watches: SocketWatches

    /// - Parameters:
    ///   - responder: answers HTTP requests.
    ///   - webSocketPath: the path on which HTTP becomes WebSocket.
    ///   - webSocketResponder: speaks on one WebSocket; when it returns, the socket is closed.
    ///   - security: TLS, and proxies in front.
    ///   - openStream: takes connections that carry packets (ICE-TCP, TURN).
    package init(
        responder: @escaping Responder, webSocketPath: String, webSocketResponder: @escaping WebSocketResponder,
        security: TransportSecurity = TransportSecurity(), openStream: @escaping StreamOpener = { _, _ in nil },
        limits: EdgeLimits, census: ConnectionCensus
    ) {
        self.responder = responder
        self.webSocketPath = webSocketPath
        self.webSocketResponder = webSocketResponder
        self.security = security
        self.openStream = openStream
        self.limits = limits
        watches = SocketWatches(limits)
        self.census = census
    }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<PartyConnection> {
        channel.eventLoop.makeCompletedFuture {
            let kind = channel.eventLoop.makePromise(of: PartyConnection.Kind.self)
            if census.admit() {
                channel.closeFuture.whenComplete { _ in census.depart() }
                try begin(channel, kind)
            } else {
                kind.succeed(.refused)
            }
            return PartyConnection(channel: channel, kind: kind.futureResult)
        }
    }

    /// Behind a trusted proxy a connection says first whose it is.
    private func begin(_ channel: any Channel, _ kind: EventLoopPromise<PartyConnection.Kind>) throws {
        guard let address = channel.remoteAddress, security.isProxy(address) else {
            return try sniff(channel, channel.remoteAddress, kind)
        }
        channel.closeFuture.whenComplete { _ in kind.fail(ChannelError.eof) }
        let handler = ProxyHandler(limit: limits.headerTime) { client in
            do {
                if let client { try channel.pipeline.syncOperations.addHandler(ClientAddressMark(client)) }
                try sniff(channel, client ?? address, kind)
            } catch {
                channel.close(promise: nil)
            }
        }
        try channel.pipeline.syncOperations.addHandler(handler)
    }

    private func sniff(
        _ channel: any Channel, _ client: SocketAddress?, _ kind: EventLoopPromise<PartyConnection.Kind>
    ) throws {
        let address = PeerAddress(client)
        guard census.enter(address) else { return kind.succeed(.refused) }
        channel.closeFuture.whenComplete { _ in census.leave(address) }
        guard census.enterIdle(address) else { return kind.succeed(.refused) }
        let guardian = HTTPGuard(
            limits: limits, census: census, address: address, webSocketPath: webSocketPath)
        let connection = IncomingConnection(channel, client: client, guardian: guardian, kind: kind)
        try addSniffer(connection)
        // A connection that closes before it said what it is leaves through here.
        let idle = NIOLoopBound(guardian, eventLoop: channel.eventLoop)
        channel.closeFuture.whenComplete { _ in
            idle.value.depart()
            kind.fail(ChannelError.eof)
        }
    }

    /// Outside TLS, and once more inside.
    func addSniffer(_ connection: IncomingConnection) throws {
        let awaitsHello = identity(for: connection) != nil
        let sniffer = SniffHandler(limit: limits.headerTime, awaitsHello: awaitsHello) {
            connection.applicationProtocol = $0
            census.endHandshake(connection.channel)
        } decide: { stream in
            do { return try serve(stream, connection) } catch { return false }
        }
        try connection.channel.pipeline.syncOperations.addHandler(sniffer)
    }

    /// Sets the pipeline up; false when the connection has to be closed.
    private func serve(_ stream: StreamKind, _ connection: IncomingConnection) throws -> Bool {
        guard connection.mayBe(stream) else { return false }
        switch stream {
        case .http where security.identity != nil && !connection.isSecure:
            try redirect(connection)
        case .http:
            try configureHTTP(connection).cascade(to: connection.kind)
        case .tls:
            guard let identity = identity(for: connection) else { return false }
            try secure(connection, identity)
        case .stun:
            return try carry(.turn, connection)
        case .iceTCP:
            return try carry(.iceTCP, connection)
        case .unknown:
            return false
        }
        return true
    }

    package func handle(value: PartyConnection, logger: Logger) async {
        guard let kind = try? await value.kind.get() else { return }
        switch kind {
        case .http(let channel, let client):
            await RequestClient.$address.withValue(client) { await handleHTTP(asyncChannel: channel, logger: logger) }
        case .webSocket(let channel, let socket): await handleWebSocket(channel, socket)
        case .served: break
        case .refused: try? await value.channel.close()
        }
    }
}

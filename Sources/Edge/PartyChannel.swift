import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Everything that happens on the TCP port: finds out what a connection speaks and serves it. HTTP requests go to Hummingbird's router.
package struct PartyChannel: HTTPChannelHandler {
    package typealias WebSocketResponder = @Sendable (WebSocket, WebSocketMessages) async -> Void

    package let responder: Responder
    let webSocketPath: String
    let webSocketResponder: WebSocketResponder
    let limits: EdgeLimits
    let census: ConnectionCensus

    /// - Parameters:
    ///   - responder: answers HTTP requests.
    ///   - webSocketPath: the path on which HTTP becomes WebSocket.
    ///   - webSocketResponder: speaks on one WebSocket; when it returns, the socket is closed.
    package init(
        responder: @escaping Responder, webSocketPath: String, webSocketResponder: @escaping WebSocketResponder,
        limits: EdgeLimits, census: ConnectionCensus
    ) {
        self.responder = responder
        self.webSocketPath = webSocketPath
        self.webSocketResponder = webSocketResponder
        self.limits = limits
        self.census = census
    }

    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<PartyConnection> {
        channel.eventLoop.makeCompletedFuture {
            let kind = channel.eventLoop.makePromise(of: PartyConnection.Kind.self)
            if census.admit() {
                channel.closeFuture.whenComplete { _ in census.depart() }
                try sniff(channel, kind)
            } else {
                kind.succeed(.refused)
            }
            return PartyConnection(channel: channel, kind: kind.futureResult)
        }
    }

    private func sniff(_ channel: any Channel, _ kind: EventLoopPromise<PartyConnection.Kind>) throws {
        let address = PeerAddress(channel.remoteAddress)
        guard census.enterIdle(address) else { return kind.succeed(.refused) }
        let guardian = HTTPGuard(
            limits: limits, census: census, address: address, webSocketPath: webSocketPath)
        let sniffer = SniffHandler(limit: limits.headerTime) { channel, stream in
            begin(stream, on: channel, guardian, kind)
        }
        try channel.pipeline.syncOperations.addHandler(sniffer)
        // A connection that closes before it said what it is leaves through here.
        let idle = NIOLoopBound(guardian, eventLoop: channel.eventLoop)
        channel.closeFuture.whenComplete { _ in
            idle.value.depart()
            kind.fail(ChannelError.eof)
        }
    }

    private func begin(
        _ stream: StreamKind, on channel: any Channel, _ guardian: HTTPGuard,
        _ kind: EventLoopPromise<PartyConnection.Kind>
    ) {
        switch stream {
        case .http:
            do {
                try configureHTTP(channel, guardian).cascade(to: kind)
            } catch {
                channel.close(promise: nil)
            }
        case .tls, .stun, .iceTCP, .unknown:
            channel.close(promise: nil)
        }
    }

    package func handle(value: PartyConnection, logger: Logger) async {
        guard let kind = try? await value.kind.get() else { return }
        switch kind {
        case .http(let channel): await handleHTTP(asyncChannel: channel, logger: logger)
        case .webSocket(let channel, let socket): await handleWebSocket(channel, socket)
        case .refused: try? await value.channel.close()
        }
    }
}

import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

extension PartyChannel {
    /// HTTP/1 with the way to WebSocket. Answers when the first request has shown which of the two it is.
    func configureHTTP(
        _ connection: IncomingConnection
    ) throws -> EventLoopFuture<PartyConnection.Kind> {
        let (channel, guardian) = (connection.channel, connection.guardian)
        let (client, isSecure) = (connection.client, connection.isSecure)
        let handlers = HTTPHandlers(guardian, limits: limits)
        let upgrade = NIOTypedHTTPServerUpgradeHandler(
            httpEncoder: handlers.encoder, extraHTTPHandlers: [handlers.ingress, handlers.decoder, guardian],
            upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration(
                upgraders: [webSocketUpgrader],
                notUpgradingCompletionHandler: { serveHTTP($0, of: client, isSecure: isSecure) }))
        try channel.pipeline.syncOperations.addHandlers(handlers.all)
        try channel.pipeline.syncOperations.addHandler(upgrade)
        return upgrade.upgradeResultFuture
    }

    private func serveHTTP(
        _ channel: any Channel, of client: SocketAddress?, isSecure: Bool
    ) -> EventLoopFuture<PartyConnection.Kind> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(HTTP1ToHTTPServerCodec(secure: isSecure))
            let asyncChannel = try NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>(
                wrappingChannelSynchronously: channel,
                configuration: NIOAsyncChannel.Configuration(isOutboundHalfClosureEnabled: true))
            return .http(asyncChannel, client: client)
        }
    }
}

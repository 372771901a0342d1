import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

extension PartyChannel {
    /// HTTP/1 with the way to WebSocket. Answers when the first request has shown which of the two it is.
    func configureHTTP(
        _ channel: any Channel, _ guardian: HTTPGuard
    ) throws -> EventLoopFuture<PartyConnection.Kind> {
        let encoder = HTTPResponseEncoder()
        let ingress = HTTPIngress(guardian)
        let decoder = ByteToMessageHandler(
            HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: decoderLimits))
        let upgrade = NIOTypedHTTPServerUpgradeHandler(
            httpEncoder: encoder, extraHTTPHandlers: [ingress, decoder, guardian],
            upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration(
                upgraders: [webSocketUpgrader], notUpgradingCompletionHandler: serveHTTP))
        try channel.pipeline.syncOperations.addHandlers([encoder, ingress, decoder, guardian, upgrade])
        return upgrade.upgradeResultFuture
    }

    private var decoderLimits: NIOHTTPDecoderLimitConfiguration {
        var configuration = NIOHTTPDecoderLimitConfiguration()
        configuration.maxHeaderFieldSize = limits.headerBytes
        configuration.maxHeaderListSize = limits.headerBytes
        configuration.maxHeaderFieldCount = 100
        return configuration
    }

    private func serveHTTP(_ channel: any Channel) -> EventLoopFuture<PartyConnection.Kind> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            let asyncChannel = try NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>(
                wrappingChannelSynchronously: channel,
                configuration: NIOAsyncChannel.Configuration(isOutboundHalfClosureEnabled: true))
            return .http(asyncChannel)
        }
    }
}

import NIOCore
import NIOHTTP1

/// What stands between the socket and whoever answers HTTP requests.
package struct HTTPHandlers {
    let encoder = HTTPResponseEncoder()
    let ingress: HTTPIngress
    let decoder: ByteToMessageHandler<HTTPRequestDecoder>
    let guardian: HTTPGuard

    init(_ guardian: HTTPGuard, limits: EdgeLimits) {
        self.guardian = guardian
        ingress = HTTPIngress(guardian)
        var configuration = NIOHTTPDecoderLimitConfiguration()
        configuration.maxHeaderFieldSize = limits.headerBytes
        configuration.maxHeaderListSize = limits.headerBytes
        configuration.maxHeaderFieldCount = 100
        decoder = ByteToMessageHandler(
            HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: configuration))
    }

    /// For a new connection; `nil` when its address has too many idle ones.
    package init?(limits: EdgeLimits, census: ConnectionCensus, address: SocketAddress?, webSocketPath: String) {
        let address = PeerAddress(address)
        guard census.enterIdle(address) else { return nil }
        self.init(
            HTTPGuard(limits: limits, census: census, address: address, webSocketPath: webSocketPath), limits: limits)
    }

    /// In order from the socket.
    package var all: [any ChannelHandler] { [encoder, ingress, decoder, guardian] }
}

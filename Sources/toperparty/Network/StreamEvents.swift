import NIOCore
import NIOSSL

/// Tells of a TCP or TLS connection.
final class StreamEvents: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let sink: AsyncStream<ProbeChannel.Event>.Continuation

    init(sink: AsyncStream<ProbeChannel.Event>.Continuation) { self.sink = sink }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        sink.yield(.received(Array(unwrapInboundIn(data).readableBytesView)))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        sink.yield(.closed(Self.reason(error)))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        sink.yield(.closed(nil))
        context.fireChannelInactive()
    }

    private static func reason(_ error: any Error) -> String? {
        switch error {
        case NIOSSLError.handshakeFailed(let cause): "the certificate or handshake is refused (\(cause))"
        case let error as NIOSSLExtraError where error == .failedToValidateHostname: "\(error)"
        case NIOSSLError.uncleanShutdown: nil
        default: "\(error)"
        }
    }
}

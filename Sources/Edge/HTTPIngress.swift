import NIOCore

/// Tells `HTTPGuard` of bytes before they reach the decoder.
final class HTTPIngress: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let guardian: HTTPGuard

    init(_ guardian: HTTPGuard) {
        self.guardian = guardian
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !guardian.refused else { return }
        guardian.willDecode(bytes: unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
        guardian.didDecode()
    }
}

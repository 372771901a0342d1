import NIOCore
import NIOTLS

/// Holds the first bytes of a connection until `StreamSniffer` knows what they are, then hands over to the handlers for it. A ClientHello is held until it
/// is whole: half of one costs its bytes and nothing more.
final class SniffHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let limit: TimeAmount
    private let awaitsHello: Bool
    private let agreed: (String?) -> Void
    private let decide: (StreamKind) -> Bool
    private var held = ByteBuffer()
    private var deadline: Scheduled<Void>?
    private var isDecided = false

    /// - Parameters:
    ///   - awaitsHello: whether TLS may begin here.
    ///   - agreed: told the application protocol when a TLS handshake before this handler is complete.
    ///   - decide: sets the pipeline up for the kind and answers whether the bytes shall go there; called once, on the channel's event loop.
    init(
        limit: TimeAmount, awaitsHello: Bool, agreed: @escaping (String?) -> Void,
        decide: @escaping (StreamKind) -> Bool
    ) {
        self.limit = limit
        self.awaitsHello = awaitsHello
        self.agreed = agreed
        self.decide = decide
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDecided else { return }
        var bytes = unwrapInboundIn(data)
        held.writeBuffer(&bytes)
        guard let kind = StreamSniffer.kind(of: held.readableBytesView),
            kind != .tls || !awaitsHello || TLSRecord.isFirstWhole(in: held.readableBytesView)
        else { return }
        isDecided = true
        guard decide(kind) else { return context.close(promise: nil) }
        context.fireChannelRead(wrapInboundOut(held))
        context.fireChannelReadComplete()
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let name)? = event as? TLSUserEvent { agreed(name) }
        // Whoever says nothing more, and whoever has said nothing yet when the server stops, is done.
        if event is ChannelShouldQuiesceEvent || event as? ChannelEvent == .inputClosed {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}

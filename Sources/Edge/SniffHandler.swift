import NIOCore

/// Holds the first bytes of a connection until `StreamSniffer` knows what they are, then hands over to the handlers for it.
final class SniffHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let limit: TimeAmount
    private let decide: (any Channel, StreamKind) -> Void
    private var held = ByteBuffer()
    private var deadline: Scheduled<Void>?

    /// - Parameter decide: sets the pipeline up for the kind, or closes the channel; called once, on the channel's event loop.
    init(limit: TimeAmount, decide: @escaping (any Channel, StreamKind) -> Void) {
        self.limit = limit
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
        var bytes = unwrapInboundIn(data)
        held.writeBuffer(&bytes)
        guard let kind = StreamSniffer.kind(of: held.readableBytesView) else { return }
        decide(context.channel, kind)
        guard kind == .http else { return }
        context.fireChannelRead(wrapInboundOut(held))
        context.fireChannelReadComplete()
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // Whoever says nothing more, and whoever has said nothing yet when the server stops, is done.
        if event is ChannelShouldQuiesceEvent || event as? ChannelEvent == .inputClosed {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}

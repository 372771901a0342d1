import Bytes
import NIOCore

/// Reads the header that a trusted proxy puts before each connection, then lets the rest pass.
final class ProxyHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let limit: TimeAmount
    private let proceed: (NIOCore.SocketAddress?) -> Void
    private var held = ByteBuffer()
    private var deadline: Scheduled<Void>?

    /// - Parameter proceed: told the client's address, nil when the proxy speaks for itself; sets up what follows in the pipeline.
    init(limit: TimeAmount, proceed: @escaping (NIOCore.SocketAddress?) -> Void) {
        self.limit = limit
        self.proceed = proceed
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { deadline?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        held.writeBuffer(&bytes)
        let header = held.withUnsafeReadableBytes { ProxyHeader(RawSpan(_unsafeBytes: $0)) }
        switch header {
        case .incomplete: return
        case .invalid: context.close(promise: nil)
        case .header(let client, let count):
            held.moveReaderIndex(forwardBy: count)
            proceed(client.flatMap { try? NIOCore.SocketAddress(ipAddress: $0.host, port: Int($0.port)) })
            if held.readableBytes > 0 {
                context.fireChannelRead(wrapInboundOut(held))
                context.fireChannelReadComplete()
            }
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent || event as? ChannelEvent == .inputClosed {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}

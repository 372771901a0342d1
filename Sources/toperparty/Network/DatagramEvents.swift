import NIOCore

/// Tells of datagrams.
final class DatagramEvents: ChannelInboundHandler, Sendable {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let sink: AsyncStream<ProbeChannel.Event>.Continuation

    init(sink: AsyncStream<ProbeChannel.Event>.Continuation) { self.sink = sink }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        sink.yield(.received(Array(unwrapInboundIn(data).data.readableBytesView)))
    }

    /// An ICMP error is no end: the next datagram may come through.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}

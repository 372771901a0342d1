import NIOCore

/// Remembers, in a connection's pipeline, whose it is when a proxy stands between.
final class ClientAddressMark: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    let address: SocketAddress

    init(_ address: SocketAddress) {
        self.address = address
    }
}

extension Channel {
    /// The client's own address, also behind a proxy. To be asked on the channel's event loop.
    var clientAddress: SocketAddress? {
        (try? pipeline.syncOperations.handler(type: ClientAddressMark.self))?.address ?? remoteAddress
    }
}

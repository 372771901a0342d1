import NIOCore
import STUN

extension PartyChannel {
    /// A connection that carries packets. False when nobody takes it.
    func carry(_ framing: StreamFraming, _ connection: IncomingConnection) throws -> Bool {
        let channel = connection.channel
        let handler = StreamHandler(framing, limits: limits)
        let bound = NIOLoopBound(handler, eventLoop: channel.eventLoop)
        let waker = wakers.value(for: channel.eventLoop)
        let origin = StreamOrigin(framing: framing, isSecure: connection.isSecure, client: connection.client)
        guard let peer = openStream(origin, { waker.wake(bound) }) else { return false }
        // Not waiting for a request any more; `ConnectionCensus` still counts it for its address.
        connection.guardian.depart()
        // A packet that waits for the next one is late (Nagle), and one that waits in the kernel cannot be thrown away any more.
        let options = channel.syncOptions
        try? options?.setOption(.tcpOption(.tcp_nodelay), value: 1)
        try? options?.setOption(.socketOption(.so_sndbuf), value: limits.streamKernelBytes)
        handler.begin(peer)
        try channel.pipeline.syncOperations.addHandler(handler)
        census.countStream(1)
        channel.closeFuture.whenComplete { [census] _ in census.countStream(-1) }
        connection.kind.succeed(.served)
        return true
    }
}

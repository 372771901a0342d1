import Glibc
import NIOCore
import STUN

/// A connection that carries packets: frames in, frames out, and the limits of both.
package final class StreamHandler: ChannelInboundHandler {
    package typealias InboundIn = ByteBuffer
    package typealias OutboundOut = ByteBuffer

    private let limits: EdgeLimits
    private var decoder: StreamFrameDecoder
    private var peer: (any StreamPeer)?
    private var context: ChannelHandlerContext?
    private var lastHeard = NIODeadline.now()
    private var watch: RepeatedTask?
    private var proofDeadline: Scheduled<Void>?

    package init(_ framing: StreamFraming, limits: EdgeLimits) {
        decoder = StreamFrameDecoder(framing)
        self.limits = limits
    }

    /// Before the first bytes.
    package func begin(_ peer: any StreamPeer) {
        self.peer = peer
    }

    package func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        lastHeard = context.eventLoop.now
        let this = NIOLoopBound(self, eventLoop: context.eventLoop)
        proofDeadline = context.eventLoop.scheduleTask(in: limits.proofTime) { this.value.expectProof() }
        let tick = TimeAmount.nanoseconds(max(1_000_000, limits.streamSilenceTime.nanoseconds / 4))
        watch = context.eventLoop.scheduleRepeatedTask(initialDelay: tick, delay: tick) { _ in this.value.look() }
    }

    package func handlerRemoved(context: ChannelHandlerContext) { finish() }

    package func channelInactive(context: ChannelHandlerContext) {
        finish()
        context.fireChannelInactive()
    }

    private func finish() {
        watch?.cancel()
        proofDeadline?.cancel()
        peer?.close()
        peer = nil
        context = nil
    }

    // MARK: In

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let peer else { return }
        lastHeard = context.eventLoop.now
        let isGood = unwrapInboundIn(data).withUnsafeReadableBytes { bytes in
            decoder.decode(RawSpan(_unsafeBytes: bytes)) { peer.receive($0) }
        }
        if !isGood { context.close(promise: nil) }
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        peer?.endBatch()
        context.fireChannelReadComplete()
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent || event as? ChannelEvent == .inputClosed {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    // MARK: Out

    /// Writes what the peer has, unless the client has not read the last of it yet: then it waits with the peer, who throws old media away.
    func write() {
        guard let context, let peer else { return }
        let ending = peer.ending
        if ending == .now { return abandon(context) }
        guard context.channel.isWritable else { return }
        var buffer: ByteBuffer?
        peer.take { bytes in
            var filled = context.channel.allocator.buffer(capacity: bytes.count)
            filled.writeBytes(bytes)
            buffer = filled
        }
        if let buffer { context.writeAndFlush(wrapOutboundOut(buffer), promise: nil) }
        if ending == .afterWriting { context.close(promise: nil) }
    }

    package func channelWritabilityChanged(context: ChannelHandlerContext) {
        write()
        context.fireChannelWritabilityChanged()
    }

    /// What a client does not read would stay in the kernel for many minutes after an orderly end; a reset throws it away.
    private func abandon(_ context: ChannelHandlerContext) {
        (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            .whenFailure { _ in }
        context.close(promise: nil)
    }

    // MARK: Liveness

    private func expectProof() {
        if peer?.isAccepted == false { context?.close(promise: nil) }
    }

    private func look() {
        guard let context else { return }
        if context.eventLoop.now - lastHeard >= limits.streamSilenceTime { context.close(promise: nil) }
    }
}

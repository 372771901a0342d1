import Bytes
import NIOCore
import NIOWebSocket

/// One WebSocket on its event loop: frames in, texts out to whoever consumes the channel, texts of ours into frames, liveness and the end.
package final class WebSocketHandler: ChannelInboundHandler {
    package typealias InboundIn = WebSocketFrame
    package typealias InboundOut = String
    package typealias OutboundOut = WebSocketFrame

    private enum State {
        case open
        /// A close frame of ours is out; what still comes is thrown away.
        case closing
        case closed
    }

    private let limits: EdgeLimits
    private var assembler: WebSocketAssembler
    private var extraFrames: TokenBucket
    private var state = State.open
    private var context: ChannelHandlerContext?
    private let watches: SocketWatches
    private var watch: SocketWatch?
    /// When the watch will look.
    private var lookDue: UInt64 = 0
    /// Where whole frames enter the pipeline: beyond NIO's encoder.
    private var wire: ChannelHandlerContext?
    /// Somebody wants to know whether the client is still there.
    private var question: (answer: EventLoopPromise<Bool>, end: Scheduled<Void>)?

    /// Bytes handed to the channel and not yet written to the socket.
    private var queued = 0
    private var lastHeard = NIODeadline.now()
    private var lastPing = NIODeadline.now()
    private var lastWritten = NIODeadline.now()

    /// Why it ended, once it has.
    package private(set) var closure: WebSocketClosure?

    /// - Parameter watches: shared by all sockets, so that one timer serves many.
    package init(limits: EdgeLimits, watches: SocketWatches) {
        self.limits = limits
        self.watches = watches
        assembler = WebSocketAssembler(limit: limits.messageBytes)
        extraFrames = TokenBucket(perSecond: limits.extraFramesPerSecond, burst: 5 * limits.extraFramesPerSecond)
    }

    package func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        wire = try? context.pipeline.syncOperations.context(handlerType: WebSocketFrameEncoder.self)
        let now = context.eventLoop.now
        (lastHeard, lastPing, lastWritten) = (now, now, now)
        watch = watches.watch(on: context.eventLoop)
        lookAgain(context)
    }

    package func handlerRemoved(context: ChannelHandlerContext) {
        finish(.lost)
    }

    package func channelInactive(context: ChannelHandlerContext) {
        finish(.lost)
        context.fireChannelInactive()
    }

    private func finish(_ closure: WebSocketClosure) {
        self.closure = self.closure ?? closure
        state = .closed
        watch?.forget(self, lookDue)
        watch = nil
        context = nil
        conclude(false)
        wire = nil
    }

    // MARK: In

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        lastHeard = context.eventLoop.now
        conclude(true)
        if case .closing = state { return drain(frame, context) }
        guard case .open = state else { return }
        let outcome = assembler.accept(frame)
        if case .text(let text) = outcome { return context.fireChannelRead(wrapInboundOut(text)) }
        guard extraFrames.take(at: lastHeard.uptimeNanoseconds) else { return close(.flood) }
        act(on: outcome, context)
    }

    private func act(on outcome: WebSocketAssembler.Outcome, _ context: ChannelHandlerContext) {
        switch outcome {
        case .text, .incomplete, .pong: break
        case .ping(let payload): write(WebSocketFrame(fin: true, opcode: .pong, data: payload))
        case .close(let code): answerClose(code, context)
        case .violation(let close): self.close(close)
        }
    }

    /// RFC 6455 §5.5.1: a close frame is answered with one, and then the server closes the connection.
    private func answerClose(_ code: UInt16, _ context: ChannelHandlerContext) {
        closure = .peer(code)
        state = .closing
        write(closeFrame(WebSocketClose(code: code == 1005 ? 1000 : code), context))
        context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        closeSoon(context)
        context.close(mode: .output, promise: nil)
    }

    private func drain(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) {
        if frame.opcode == .connectionClose { context.close(promise: nil) }
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // The consumer no longer asks for anything, but the client's close frame is still to come.
        if case .closing = state { context.read() }
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error as? NIOWebSocketError {
        case .invalidFrameLength: close(.tooBig)
        case .fragmentedControlFrame, .multiByteControlFrameLength: close(.badControlFrame)
        case nil: context.close(promise: nil)
        }
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { return close(.restarting) }
        if event as? ChannelEvent == .inputClosed { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: Out

    package func send(_ text: WebSocketText) {
        guard case .open = state, let wire else { return }
        count(text.frame.readableBytes, wire.writeAndFlush(NIOAny(text.frame)))
    }

    /// Says goodbye, and closes when the client has answered or `closeTime` is over.
    package func close(_ close: WebSocketClose) {
        guard case .open = state, let context else { return }
        closure = .server(close)
        state = .closing
        write(closeFrame(close == .tooBig ? tooBig : close, context))
        context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        closeSoon(context)
        context.read()
    }

    private var tooBig: WebSocketClose {
        var close = WebSocketClose.tooBig
        close.reason += ": at most \(limits.messageBytes) bytes (max-message-size)"
        return close
    }

    private func closeSoon(_ context: ChannelHandlerContext) {
        let channel = context.channel
        context.eventLoop.scheduleTask(in: limits.closeTime) { channel.close(promise: nil) }
    }

    private func closeFrame(_ close: WebSocketClose, _ context: ChannelHandlerContext) -> WebSocketFrame {
        var data = context.channel.allocator.buffer(capacity: 2 + close.reason.utf8.count)
        data.writeInteger(close.code)
        data.writeString(close.reason)
        return WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
    }

    private func write(_ frame: WebSocketFrame) {
        guard let context else { return }
        count(frame.length + 10, context.writeAndFlush(wrapOutboundOut(frame)))
    }

    /// Bytes are on their way, until `written`.
    private func count(_ bytes: Int, _ written: EventLoopFuture<Void>) {
        let loop = written.eventLoop
        if queued == 0 { lastWritten = loop.now }
        queued += bytes
        let this = NIOLoopBound(self, eventLoop: loop)
        written.whenComplete { _ in this.value.wrote(bytes) }
        if queued > limits.queueBytes { close(.slowReader) }
    }

    private func wrote(_ bytes: Int) {
        queued -= bytes
        if let context { lastWritten = context.eventLoop.now }
    }

    // MARK: Liveness

    /// True as soon as anything comes from the client; at once false when the socket is closed.
    func probe(within time: TimeAmount, on loop: any EventLoop) -> EventLoopFuture<Bool> {
        if let question { return question.answer.futureResult }
        guard case .open = state else { return loop.makeSucceededFuture(false) }
        let answer = loop.makePromise(of: Bool.self)
        let this = NIOLoopBound(self, eventLoop: loop)
        question = (answer, loop.scheduleTask(in: time) { this.value.conclude(false) })
        write(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer()))
        return answer.futureResult
    }

    private func conclude(_ isThere: Bool) {
        question?.end.cancel()
        question?.answer.succeed(isThere)
        question = nil
    }

    /// What the watch does when `lookAgain` said.
    func look() {
        guard case .open = state, let context else { return }
        let now = context.eventLoop.now
        if now - lastHeard >= limits.silenceTime { return close(.silent) }
        if queued > 0, now - lastWritten >= limits.writeTime { return close(.slowReader) }
        if now >= pingDue {
            lastPing = now
            write(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer()))
        }
        lookAgain(context)
    }

    private var pingDue: NIODeadline { max(lastHeard, lastPing) + limits.pingTime }

    /// When something may be due. Whoever speaks meanwhile moves that on, so that a lively socket is looked at once in a `pingTime`.
    private func lookAgain(_ context: ChannelHandlerContext) {
        var due = min(lastHeard + limits.silenceTime, pingDue)
        // What begins to be written later is looked at in time as well.
        due = min(due, (queued > 0 ? lastWritten : context.eventLoop.now) + limits.writeTime)
        if let watch { lookDue = watch.look(at: self, due) }
    }
}

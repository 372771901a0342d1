import NIOCore

/// The socket's side of a pipeline: it closes one half as a socket does, keeps what is written, and may stop writing.
final class Shore: ChannelOutboundHandler {
    typealias OutboundIn = IOData

    private(set) var written: [UInt8] = []
    private(set) var isOutputClosed = false
    /// Something was written after the end of the output.
    private(set) var hasWrittenTooLate = false
    private(set) var isClosed = false
    private var waiting: [EventLoopPromise<Void>] = []
    /// Keeps writes waiting, as for a reader that does not read.
    var isStalled = false {
        didSet { if !isStalled { release() } }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if isOutputClosed { hasWrittenTooLate = true }
        if case .byteBuffer(let bytes) = unwrapOutboundIn(data) { written += bytes.readableBytesView }
        if isStalled, let promise { waiting.append(promise) } else { promise?.succeed(()) }
    }

    /// The pipeline is taken apart when the connection has closed.
    func handlerRemoved(context: ChannelHandlerContext) { isClosed = true }

    func flush(context: ChannelHandlerContext) {}

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        guard mode == .output else {
            release()
            return context.close(mode: mode, promise: promise)
        }
        isOutputClosed = true
        promise?.succeed(())
    }

    private func release() {
        let promises = waiting
        waiting = []
        for promise in promises { promise.succeed(()) }
    }
}

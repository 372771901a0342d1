import NIOCore
import NIOHTTP1

/// Stands between the HTTP/1 decoder and everything else: limits on time, size and number, answers to what cannot be parsed, and an orderly end.
///
/// `HTTPIngress`, before the decoder, tells it of bytes; a slow header is bytes without a request.
final class HTTPGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let limits: EdgeLimits
    private let census: ConnectionCensus
    private let address: PeerAddress
    private let webSocketPath: String
    private var context: ChannelHandlerContext?
    private var deadline: Scheduled<Void>?

    private var idle: Bool
    private var headerBytes = 0
    private var bodyBytes = 0
    private var awaitsHead = true
    /// Requests whose response is not finished: more than one when a client pipelines.
    private var inProgress = 0
    private var responseStarted = false
    private var closesAfterResponse = false
    private(set) var refused = false

    /// The connection is already counted as idle.
    init(limits: EdgeLimits, census: ConnectionCensus, address: PeerAddress, webSocketPath: String) {
        self.limits = limits
        self.webSocketPath = webSocketPath
        self.census = census
        self.address = address
        idle = true
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        depart()
    }

    /// The connection is gone, or has become something else.
    func depart() {
        deadline?.cancel()
        leaveIdle()
        context = nil
    }

    // MARK: Bytes, as the ingress sees them

    func willDecode(bytes: Int) {
        guard awaitsHead else { return }
        if headerBytes == 0, inProgress == 0 { arm(limits.headerTime) }
        headerBytes += bytes
    }

    func didDecode() {
        if awaitsHead, headerBytes > limits.headerBytes { refuse(.requestHeaderFieldsTooLarge) }
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !refused else { return }
        var part = unwrapInboundIn(data)
        switch part {
        case .head(let head): part = .head(begin(head))
        case .body(let bytes): count(bytes.readableBytes)
        case .end: endRequest()
        }
        if !refused { context.fireChannelRead(wrapInboundOut(part)) }
    }

    /// Answers the head as the rest of the pipeline shall see it.
    private func begin(_ head: HTTPRequestHead) -> HTTPRequestHead {
        leaveIdle()
        awaitsHead = false
        headerBytes = 0
        bodyBytes = 0
        inProgress += 1
        let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        if announced > limits.bodyBytes { refuse(.payloadTooLarge) } else { arm(limits.bodyTime) }
        // The decoder limits fields only; `didDecode` sees a line only when it comes in pieces.
        if head.uri.utf8.count > limits.headerBytes { refuse(.requestHeaderFieldsTooLarge) }
        guard WebSocketHandshake.isAcceptable(head, path: webSocketPath) else { return plain(head) }
        guard limits.webSocketOrigins.allow(head) else {
            limits.webSocketOrigins.tellRefused(head, from: context?.channel.clientAddress?.ipAddress ?? "")
            refuse(
                .forbidden, "Pages of this origin may not connect; the server's operator can allow it with --origin.")
            return plain(head)
        }
        return head
    }

    /// Without a wish for another protocol. The decoder reads nothing after such a wish, so the connection ends with the answer.
    private func plain(_ head: HTTPRequestHead) -> HTTPRequestHead {
        guard head.method == .CONNECT || head.headers.contains(name: "upgrade") else { return head }
        closesAfterResponse = true
        var plain = head
        plain.headers.remove(name: "upgrade")
        return plain
    }

    private func count(_ bytes: Int) {
        bodyBytes += bytes
        if bodyBytes > limits.bodyBytes { refuse(.payloadTooLarge) }
    }

    private func endRequest() {
        awaitsHead = true
        arm(limits.responseTime)
    }

    // MARK: Responses

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard !refused else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        var part = unwrapOutboundIn(data)
        switch part {
        case .head(var head):
            responseStarted = true
            if closesAfterResponse { head.headers.replaceOrAdd(name: "connection", value: "close") }
            part = .head(head)
        case .body: break
        case .end: endResponse(context)
        }
        context.write(wrapOutboundOut(part), promise: promise)
        if closesAfterResponse, inProgress == 0 {
            context.flush()
            context.close(promise: nil)
        }
    }

    private func endResponse(_ context: ChannelHandlerContext) {
        responseStarted = false
        inProgress -= 1
        guard inProgress == 0 else { return }
        arm(headerBytes > 0 ? limits.headerTime : limits.keepAliveTime)
        idle = census.enterIdle(address)
        if !idle { closesAfterResponse = true }
    }

    // MARK: Ends

    /// Answers with a status and closes. Reads on for a moment: closing with bytes unread would reset the connection, and lose the answer.
    func refuse(_ status: HTTPResponseStatus, _ explanation: String? = nil) {
        guard !refused, let context else { return }
        refused = true
        guard !responseStarted, inProgress <= 1 else { return context.close(promise: nil) }
        let body = context.channel.allocator.buffer(
            string: (explanation ?? "\(status.code) \(status.reasonPhrase)") + "\n")
        let headers: HTTPHeaders = [
            "content-type": "text/plain; charset=utf-8", "content-length": "\(body.readableBytes)",
            "connection": "close",
        ]
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(mode: .output, promise: nil)
        arm(limits.closeTime)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        refuse(error == .headerOverflow ? .requestHeaderFieldsTooLarge : .badRequest)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            closesAfterResponse = true
            if inProgress == 0 { context.close(promise: nil) }
        }
        if refused, event as? ChannelEvent == .inputClosed { return context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    private func leaveIdle() {
        if idle { census.leaveIdle(address) }
        idle = false
    }

    private func arm(_ time: TimeAmount) {
        deadline?.cancel()
        guard let channel = context?.channel else { return }
        deadline = channel.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) }
    }
}

import NIOCore
import NIOHTTP1

/// Keeps the requests that get through a pipeline, and answers them when told to.
final class RequestRecorder: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    struct Request: Equatable {
        var head: HTTPRequestHead
        var body: [UInt8] = []
        var isWhole = false
    }

    private(set) var requests: [Request] = []
    private(set) var answered = 0
    /// What was wrong with the order of parts, if anything.
    private(set) var fault: String?
    private let shore: Shore
    private var hasInputEnded = false
    private var context: ChannelHandlerContext?

    init(_ shore: Shore) { self.shore = shore }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if shore.isOutputClosed { fault = "a part of a request after the refusal" }
        let isWithin = requests.last?.isWhole == false
        switch unwrapInboundIn(data) {
        case .head(let head):
            if isWithin { fault = "a head within a request" }
            requests.append(Request(head: head))
        case .body(let bytes):
            guard isWithin else { return fault = "a body without a head" }
            requests[requests.count - 1].body += bytes.readableBytesView
        case .end:
            guard isWithin else { return fault = "an end without a head" }
            requests[requests.count - 1].isWhole = true
        }
    }

    /// Answers the oldest request that has no answer yet.
    func answer() {
        guard answered < requests.count, let context else { return }
        answered += 1
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["content-length": "0"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        if hasInputEnded, answered == requests.count { context.close(promise: nil) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event as? ChannelEvent == .inputClosed else { return }
        hasInputEnded = true
        if answered == requests.count { context.close(promise: nil) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

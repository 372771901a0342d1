import NIOCore
import NIOHTTP1

/// Answers plain HTTP on a port that speaks TLS: pages are elsewhere, and nothing else is served in the clear.
final class HTTPSRedirect: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private var location: String?

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): location = Self.location(of: head)
        case .body: break
        case .end: answer(context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        let text = location.map { "This is at \($0)\n" } ?? "This port speaks HTTPS.\n"
        let body = context.channel.allocator.buffer(string: text)
        var headers: HTTPHeaders = [
            "content-type": "text/plain; charset=utf-8", "content-length": "\(body.readableBytes)",
            "connection": "close",
        ]
        if let location { headers.add(name: "location", value: location) }
        let status: HTTPResponseStatus = location == nil ? .badRequest : .permanentRedirect
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(mode: .output, promise: nil)
    }

    /// The same page by HTTPS; nil unless the request names a host and a path in characters that mean nothing else in a header.
    private static func location(of head: HTTPRequestHead) -> String? {
        let hosts = head.headers["host"]
        guard head.method == .GET || head.method == .HEAD, hosts.count == 1, !hosts[0].isEmpty, head.uri.hasPrefix("/"),
            hosts[0].utf8.allSatisfy(isOfHost), head.uri.utf8.allSatisfy({ 0x21...0x7e ~= $0 })
        else { return nil }
        return "https://\(hosts[0])\(head.uri)"
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        48...57 ~= byte || 97...122 ~= byte | 0x20 || ".-:[]".utf8.contains(byte)
    }
}

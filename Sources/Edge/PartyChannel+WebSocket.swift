import NIOCore
import NIOHTTP1
import NIOWebSocket

extension PartyChannel {
    var webSocketUpgrader: NIOTypedWebSocketServerUpgrader<PartyConnection.Kind> {
        NIOTypedWebSocketServerUpgrader(
            maxFrameSize: limits.messageBytes, enableAutomaticErrorHandling: false,
            shouldUpgrade: { channel, head in
                let headers = mayUpgrade(head) ? HTTPHeaders() : nil
                return channel.eventLoop.makeSucceededFuture(headers)
            },
            upgradePipelineHandler: { channel, _ in serveWebSocket(channel) })
    }

    /// RFC 6455 §4.2.1; NIO has checked the version, and that there is one key.
    private func mayUpgrade(_ head: HTTPRequestHead) -> Bool {
        let path = head.uri.prefix { $0 != "?" }
        let key = head.headers.first(name: "sec-websocket-key") ?? ""
        return head.method == .GET && path == webSocketPath && key.utf8.count == 24
    }

    private func serveWebSocket(_ channel: any Channel) -> EventLoopFuture<PartyConnection.Kind> {
        channel.eventLoop.makeCompletedFuture {
            let handler = WebSocketHandler(limits: limits)
            try channel.pipeline.syncOperations.addHandler(handler)
            let asyncChannel = try NIOAsyncChannel<String, Never>(wrappingChannelSynchronously: channel)
            census.countWebSocket(1)
            channel.closeFuture.whenComplete { _ in census.countWebSocket(-1) }
            return .webSocket(asyncChannel, WebSocket(handler, channel: channel))
        }
    }

    func handleWebSocket(_ channel: NIOAsyncChannel<String, Never>, _ socket: WebSocket) async {
        try? await channel.executeThenClose { inbound in
            await webSocketResponder(socket, WebSocketMessages(inbound))
            socket.close(.normal)
            try await channel.channel.closeFuture.get()
        }
    }
}

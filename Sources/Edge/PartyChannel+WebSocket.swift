import NIOCore
import NIOHTTP1
import NIOWebSocket

extension PartyChannel {
    var webSocketUpgrader: NIOTypedWebSocketServerUpgrader<PartyConnection.Kind> {
        NIOTypedWebSocketServerUpgrader(
            maxFrameSize: limits.messageBytes, enableAutomaticErrorHandling: false,
            // `HTTPGuard` lets only acceptable handshakes ask for an upgrade.
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture(HTTPHeaders()) },
            upgradePipelineHandler: { channel, head in serveWebSocket(channel, head) })
    }

    private func serveWebSocket(
        _ channel: any Channel, _ head: HTTPRequestHead
    ) -> EventLoopFuture<PartyConnection.Kind> {
        channel.eventLoop.makeCompletedFuture {
            let handler = WebSocketHandler(limits: limits, watches: watches)
            try channel.pipeline.syncOperations.addHandler(handler)
            let asyncChannel = try NIOAsyncChannel<String, Never>(wrappingChannelSynchronously: channel)
            census.countWebSocket(1)
            channel.closeFuture.whenComplete { _ in census.countWebSocket(-1) }
            return .webSocket(asyncChannel, WebSocket(handler, channel: channel, head))
        }
    }

    func handleWebSocket(_ channel: NIOAsyncChannel<String, Never>, _ socket: WebSocket) async {
        await withTaskExecutorPreference(LoopExecutor(channel.channel.eventLoop)) {
            try? await channel.executeThenClose { inbound in
                await webSocketResponder(socket, WebSocketMessages(inbound))
                socket.close(.normal)
                try await channel.channel.closeFuture.get()
            }
        }
    }
}

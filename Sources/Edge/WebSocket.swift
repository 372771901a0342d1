import NIOCore
import NIOHTTP1

/// A WebSocket, for whoever speaks on it. Everything here may be called from anywhere, and returns at once.
package struct WebSocket: Sendable {
    /// Address and port of the client, for logs.
    package let remoteAddress: String
    /// The client's address without its port.
    package let remoteHost: String
    /// What the client says it is.
    package let userAgent: String?
    private let identity: ObjectIdentifier
    private let handler: NIOLoopBound<WebSocketHandler>
    private let eventLoop: any EventLoop

    init(_ handler: WebSocketHandler, channel: any Channel, _ head: HTTPRequestHead) {
        remoteAddress = channel.clientAddress?.description ?? "unknown"
        remoteHost = channel.clientAddress?.ipAddress ?? ""
        userAgent = head.headers.first(name: "user-agent")
        eventLoop = channel.eventLoop
        identity = ObjectIdentifier(handler)
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
    }

    package func isSame(as other: WebSocket) -> Bool { identity == other.identity }

    /// Queues a text message. A client that lets more than `EdgeLimits.queueBytes` pile up is closed with 1008.
    package func send(_ text: String) { send(WebSocketText(text)) }

    package func send(_ text: WebSocketText) {
        eventLoop.execute { handler.value.send(text) }
    }

    /// Queues the same message on each of several sockets. Each event loop is woken once, and nothing is copied.
    package static func send(_ text: WebSocketText, to sockets: [WebSocket]) {
        var groups: [(eventLoop: any EventLoop, handlers: [NIOLoopBound<WebSocketHandler>])] = []
        for socket in sockets {
            // There are as many groups as cores at most.
            guard let index = groups.indices.first(where: { groups[$0].eventLoop === socket.eventLoop }) else {
                groups.append((socket.eventLoop, [socket.handler]))
                continue
            }
            groups[index].handlers.append(socket.handler)
        }
        for (eventLoop, handlers) in groups {
            eventLoop.execute {
                for handler in handlers { handler.value.send(text) }
            }
        }
    }

    /// Closes with a code; the messages end.
    package func close(_ close: WebSocketClose) {
        eventLoop.execute { handler.value.close(close) }
    }

    /// Whether the client is still there: browsers answer a ping by themselves.
    package func answers(within time: TimeAmount = .seconds(2)) async -> Bool {
        (try? await eventLoop.flatSubmit { handler.value.probe(within: time, on: eventLoop) }.get()) ?? false
    }

    /// How it ended, once its messages have; `nil` before.
    package func closure() async -> WebSocketClosure? {
        try? await eventLoop.submit { handler.value.closure }.get()
    }
}

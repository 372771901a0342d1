import NIOCore

/// The text messages of a WebSocket, whole and valid UTF-8, until it closes. Reading slowly slows the client down.
package struct WebSocketMessages: AsyncSequence, Sendable {
    package typealias Element = String

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var base: NIOAsyncChannelInboundStream<String>.AsyncIterator

        /// An error of the connection is an end like any other.
        package mutating func next() async -> String? { try? await base.next() }
    }

    private let base: NIOAsyncChannelInboundStream<String>

    init(_ base: NIOAsyncChannelInboundStream<String>) {
        self.base = base
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: base.makeAsyncIterator())
    }
}

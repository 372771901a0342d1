import HummingbirdCore
import NIOCore
import NIOHTTPTypes

/// An accepted TCP connection and, as soon as its first bytes are there, what it turned out to be.
///
/// The answer is a future of its own: a connection starts reading only after its set-up is complete.
package struct PartyConnection: ServerChildChannelValue {
    package enum Kind: Sendable {
        case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>, client: SocketAddress?)
        case webSocket(NIOAsyncChannel<String, Never>, WebSocket)
        /// By handlers in its pipeline: nothing is left to do.
        case served
        /// Closed already, or about to be.
        case refused
    }

    package let channel: any Channel
    let kind: EventLoopFuture<Kind>
}

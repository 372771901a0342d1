/// How a WebSocket ended.
package enum WebSocketClosure: Sendable, Equatable {
    /// The client closed properly, or went to another page.
    case peer(UInt16)
    /// The connection broke without a word.
    case lost
    /// The server closed.
    case server(WebSocketClose)
}

import NIOCore

/// What a peer on the TCP port may use before it is refused.
package struct EdgeLimits: Sendable {
    /// Bytes of a request line with its header.
    package var headerBytes = 16_384
    /// Bytes of a request body.
    package var bodyBytes = 131_072
    /// To the first byte, and from there to the end of the header.
    package var headerTime: TimeAmount = .seconds(10)
    package var bodyTime: TimeAmount = .seconds(30)
    /// From the end of a request until its response has been written.
    package var responseTime: TimeAmount = .seconds(120)
    /// Between two requests on one connection.
    package var keepAliveTime: TimeAmount = .seconds(60)
    /// Connections without a request in progress, for one IPv4 address or one IPv6 /64.
    package var idlePerAddress = 256
    /// Connections of all kinds, for one IPv4 address or one IPv6 /64.
    package var connectionsPerAddress = 2_048
    /// From the first bytes of a connection that carries packets until the client has proved itself (ICE check, TURN credentials).
    package var proofTime: TimeAmount = .seconds(30)
    /// Without a byte on a connection that carries packets.
    package var streamSilenceTime: TimeAmount = .seconds(60)
    /// Bytes that the kernel may hold for such a connection; it doubles the number for its own use.
    package var streamKernelBytes = 131_072
    /// Connections of all kinds.
    package var connections = 20_000
    /// TLS handshakes in progress, each of which takes some 30 KB: while there are more, those that have lasted long are given up, and of four times as many
    /// the oldest at once. An honest one lasts two round trips, but all members come back together when a server starts again.
    package var handshakes = 256
    package var longHandshake: TimeAmount = .seconds(1)

    /// Bytes of a WebSocket message, in one frame or several.
    package var messageBytes = 65_536
    /// Bytes queued towards a WebSocket that reads too slowly.
    package var queueBytes = 262_144
    /// Without a frame from the client, and without progress of what is being written.
    package var silenceTime: TimeAmount = .seconds(60)
    package var writeTime: TimeAmount = .seconds(20)
    package var pingTime: TimeAmount = .seconds(20)
    /// For the other side to close after we have.
    package var closeTime: TimeAmount = .seconds(2)
    /// Control frames and continuation frames a second; five times as many at once.
    package var extraFramesPerSecond = 20

    package var webSocketOrigins = WebSocketOrigins()

    package init() {}
}

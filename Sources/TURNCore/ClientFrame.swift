import Bytes

/// How data from a peer goes to a client: as ChannelData, or as a Data indication while no channel is bound.
package struct ClientFrame: Sendable, Equatable {
    package let path: SocketAddress
    package let transport: FiveTuple.ClientTransport
    /// 0 for a Data indication.
    package let channel: UInt16
    package let peer: SocketAddress
}

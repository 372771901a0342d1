import Bytes

/// Data for a peer, named by its place in the message that brought it: nothing is copied.
package struct RelayedData: Sendable, Equatable {
    package enum Target: Sendable, Equatable {
        /// This server's media, which knows the client by this virtual address.
        case media(SocketAddress)
        /// Out of a relayed address.
        case socket(relay: UInt32, peer: SocketAddress)
    }

    package let target: Target
    package let offset: Int
    package let count: Int
    /// The client wants IPv4's DF bit set (RFC 8656 §11.1).
    package let dontFragment: Bool
}

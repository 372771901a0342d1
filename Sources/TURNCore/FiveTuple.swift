import Bytes

/// What an allocation belongs to (RFC 8656 §3.2). Our own address and port are always the same, so the client's side tells it.
package struct FiveTuple: Sendable, Hashable {
    /// Where answers go, and the key: the client's address, or the virtual address of its TCP or TLS connection.
    package let path: SocketAddress
    /// The client's transport address as we see it: quotas, nonces and XOR-MAPPED-ADDRESS go by it.
    package let client: SocketAddress
    package let transport: ClientTransport

    /// What the client speaks TURN over.
    package enum ClientTransport: String, Sendable, CaseIterable {
        case udp
        case tcp
        case tls

        /// In virtual addresses.
        var number: UInt64 { self == .udp ? 0 : self == .tcp ? 1 : 2 }
    }

    /// A client over UDP.
    package init(udp client: SocketAddress) {
        self.init(path: client, client: client, transport: .udp)
    }

    package init(path: SocketAddress, client: SocketAddress, transport: ClientTransport) {
        self.path = path
        self.client = client
        self.transport = transport
    }
}

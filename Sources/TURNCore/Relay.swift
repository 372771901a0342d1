import Bytes

/// A relayed transport address (RFC 8656 §3.2). Whoever drives the machine opens and closes what stands behind it.
package struct Relay: Sendable, Equatable {
    /// The driver's own number for it: small and used again, because the machine keeps a table by it.
    package let id: UInt32
    /// As clients and peers see it.
    package let address: SocketAddress

    package init(id: UInt32, address: SocketAddress) {
        self.id = id
        self.address = address
    }
}

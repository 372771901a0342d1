import NIOCore

/// What stands between the network and the protocols on the TCP port.
package struct TransportSecurity: Sendable {
    /// Nil serves everything in the clear, as behind a proxy that speaks TLS itself.
    package var identity: TLSIdentity?
    /// Whether connections from this address begin with a PROXY protocol header.
    package var isProxy: @Sendable (SocketAddress) -> Bool = { _ in false }

    package init() {}
}

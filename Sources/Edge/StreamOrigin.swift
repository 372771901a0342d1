import NIOCore
import STUN

/// Where a connection that carries packets comes from, and how.
package struct StreamOrigin: Sendable {
    package let framing: StreamFraming
    package let isSecure: Bool
    /// The client's own address, also behind a proxy.
    package let client: NIOCore.SocketAddress?
}

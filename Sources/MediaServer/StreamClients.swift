import Bytes
import EventLoop

/// The clients' own addresses behind connections. The worker of a room tells a client its address in the answers to connectivity checks
/// (RFC 8445 §7.2.5.2.1), and the connection may be another worker's.
final class StreamClients: @unchecked Sendable {
    private let mutex = PthreadMutex()
    /// Guarded by `mutex`; by the connection's virtual address.
    private var clients: [SocketAddress: SocketAddress] = [:]

    subscript(path: SocketAddress) -> SocketAddress? {
        get { mutex.withLock { clients[path] } }
        set { mutex.withLock { clients[path] = newValue } }
    }
}

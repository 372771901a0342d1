import Bytes
import MediaParameters
import STUN

/// A TCP or TLS connection, as its worker holds it.
struct WorkerStream {
    let framing: StreamFraming
    let transport: StreamTransport
    /// The client's own address.
    let client: SocketAddress
    let outbox: StreamOutbox
    /// Whether another worker has been given packets of it.
    var isShared = false

    var path: PathKind { transport == .tls ? .tls : .tcp }
}

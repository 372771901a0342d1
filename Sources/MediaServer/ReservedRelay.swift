import Bytes
import EventLoop

/// A relayed address that is kept until its member comes for it, to whichever worker.
struct ReservedRelay: Sendable {
    /// As clients and peers see it.
    let address: SocketAddress
    /// Nil where nothing stands behind relayed addresses.
    var socket: RelaySocket?
}

import Bytes
import NIOCore

extension Bytes.SocketAddress {
    /// The address of a TCP connection as the media plane writes it; nil for a socket of this machine.
    package init?(_ address: NIOCore.SocketAddress) {
        guard let host = address.ipAddress, let port = address.port else { return nil }
        self.init(host: host, port: UInt16(truncatingIfNeeded: port))
    }
}

import Bytes
import CLinux
import Glibc

/// A UDP socket alone on its port, which nobody watches yet. Closed when nobody holds it any more.
package final class RelaySocket: Sendable {
    /// What the kernel keeps in either direction, in bytes.
    private static let bufferBytes: Int32 = 512 << 10

    let descriptor: Int32
    let isIPv4: Bool

    /// Nil when the port is taken.
    package init?(bind address: SocketAddress) {
        var local = address.kernel
        descriptor = clinux_udp_open_alone(&local, Self.bufferBytes)
        isIPv4 = address.isIPv4
        guard descriptor >= 0 else { return nil }
    }

    deinit {
        if descriptor >= 0 { Glibc.close(descriptor) }
    }
}

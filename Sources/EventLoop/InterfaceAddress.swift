import Bytes
import CLinux

/// An address of one of this machine's interfaces that are up.
package struct InterfaceAddress: Sendable {
    package var address: SocketAddress
    package var isLoopback: Bool

    package static func all() -> [InterfaceAddress] {
        let capacity = 128
        var addresses = [clinux_address](repeating: clinux_address(), count: capacity)
        var loopback = [UInt8](repeating: 0, count: capacity)
        let count = Int(clinux_interface_addresses(&addresses, &loopback, Int32(capacity)))
        return (0..<count).map {
            InterfaceAddress(address: SocketAddress(addresses[$0]), isLoopback: loopback[$0] != 0)
        }
    }
}

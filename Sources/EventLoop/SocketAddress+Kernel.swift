import Bytes
import CLinux

extension SocketAddress {
    init(_ address: clinux_address) {
        self.init(high: address.high, low: address.low, port: address.port, scope: address.scope)
    }

    var kernel: clinux_address {
        clinux_address(high: high, low: low, scope: scope, port: port)
    }
}

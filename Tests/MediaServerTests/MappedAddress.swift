import Bytes
import STUN

extension SocketAddress {
    /// What the answer to a connectivity check says the client's address is; nil when the packet is none.
    init?(mappedIn packet: [UInt8]) {
        guard let message = STUNMessageView(packet.span.bytes), message.messageClass == .success,
            message.method == .binding, let mapped = message.xorAddress(.xorMappedAddress)
        else { return nil }
        self = mapped
    }
}

import Bytes

/// A way for media between a browser and the server.
enum MediaPath: Sendable, Equatable, CustomStringConvertible {
    case udp(SocketAddress)
    case tcp(SocketAddress)
    case relay(RelayOffer.Transport, SocketAddress)

    var address: SocketAddress {
        switch self {
        case .udp(let address), .tcp(let address), .relay(_, let address): address
        }
    }

    /// What a firewall would have to let through.
    var isUDP: Bool {
        switch self {
        case .udp, .relay(.udp, _): true
        default: false
        }
    }

    var isRelay: Bool {
        if case .relay = self { return true }
        return false
    }

    var description: String {
        switch self {
        case .udp(let address): "UDP \(address)"
        case .tcp(let address): "ICE-TCP \(address)"
        case .relay(let transport, let address): "TURN/\(transport.rawValue) \(address)"
        }
    }
}

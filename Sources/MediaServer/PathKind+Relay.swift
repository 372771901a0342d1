import MediaParameters
import TURNCore

extension PathKind {
    init(relayedOver transport: FiveTuple.ClientTransport) {
        switch transport {
        case .udp: self = .turnUDP
        case .tcp: self = .turnTCP
        case .tls: self = .turnTLS
        }
    }
}

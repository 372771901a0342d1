import NIOCore

/// What limits are counted by: an IPv4 address, or an IPv6 network of 64 bits, since one customer has all of those.
struct PeerAddress: Hashable, Sendable {
    private let bytes: [UInt8]

    init(_ address: SocketAddress?) {
        switch address {
        case .v4(let address):
            // ip(7): family and port come first.
            bytes = withUnsafeBytes(of: address.address) { Array($0.dropFirst(4).prefix(4)) }
        case .v6(let address):
            // ipv6(7): family, port and flow label come first.
            let all = withUnsafeBytes(of: address.address) { Array($0.dropFirst(8).prefix(16)) }
            // IPv4-mapped (RFC 4291 §2.5.5.2): a socket for both families shows IPv4 peers so.
            let mapped = all.prefix(10).allSatisfy { $0 == 0 } && all.dropFirst(10).prefix(2).allSatisfy { $0 == 0xFF }
            bytes = mapped ? Array(all.suffix(4)) : Array(all.prefix(8))
        case .unixDomainSocket, nil:
            bytes = []
        }
    }
}

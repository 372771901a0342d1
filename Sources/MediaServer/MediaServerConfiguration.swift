import Bytes

/// Where and how the media plane listens.
package struct MediaServerConfiguration: Sendable {
    /// The address to bind; `::` is every address of both families.
    package var host = SocketAddress(high: 0, low: 0, port: 0)
    /// 0 binds any free port.
    package var port: UInt16 = 4001
    /// What goes into candidates instead of the interfaces' addresses (1:1 NAT, containers).
    package var publicAddresses: [SocketAddress] = []
    /// The interfaces' addresses go into candidates beside the public ones.
    package var addsInterfaces = false
    package var workers = 1
    /// TURN on the same ports; nil is off.
    package var relay: RelayConfiguration?
    /// Where ICE-TCP is served, on the same port; nil announces UDP only.
    package var tcpHost: SocketAddress?

    package init() {}
}

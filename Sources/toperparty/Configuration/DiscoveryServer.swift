/// A STUN server that is asked for this server's public address.
package struct DiscoveryServer: Sendable, Equatable, CustomStringConvertible {
    /// A name or an address without brackets.
    package var host: String
    package var port: UInt16

    package var description: String { "stun:\(host.urlHost):\(port)" }
}

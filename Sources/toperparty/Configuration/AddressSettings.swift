import Bytes

/// Where browsers find the server.
package struct AddressSettings: Sendable, Equatable {
    /// `https://party.example.org`: for links, for the names in ICE servers, and as the page's own origin.
    package var url: String?
    /// Port 0 is the server's own. Empty, and without discovery, is the addresses of the interfaces.
    package var published: [SocketAddress] = []
    /// The interfaces' addresses go into candidates too.
    package var addsInterfaces = false
    package var discovery: DiscoveryServer?

    package init() {}
}

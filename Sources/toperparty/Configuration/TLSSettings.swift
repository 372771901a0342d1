import Bytes

/// TLS, and proxies in front of the TCP port.
package struct TLSSettings: Sendable, Equatable {
    package var mode = TLSMode.off
    /// PEM file: the certificate, then those it is signed by.
    package var certificate: String?
    /// PEM file.
    package var key: String?
    /// From these addresses connections begin with a PROXY protocol header.
    package var proxies: [AddressRange] = []

    package init() {}
}

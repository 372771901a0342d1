/// An address at which the server can be reached, as it goes into `a=candidate` lines (RFC 8839 §5.1). Text, because SDP and operators speak text.
package struct CandidateAddress: Sendable, Hashable {
    /// An IPv4 or IPv6 literal without brackets or zone.
    package var host: String
    package var port: UInt16
    package var transport: CandidateTransport

    package init(host: String, port: UInt16, transport: CandidateTransport = .udp) {
        self.host = host
        self.port = port
        self.transport = transport
    }
}

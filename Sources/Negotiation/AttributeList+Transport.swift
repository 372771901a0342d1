import MediaParameters
import SDP

extension AttributeList {
    /// Host candidates, all that there will be (RFC 8838 §8.2).
    mutating func append(_ candidates: [CandidateAddress]) {
        for (index, candidate) in candidates.prefix(SDPLimits.candidates).enumerated() {
            append(
                CandidateAttribute(
                    foundation: String(index + 1), transport: candidate.transport == .udp ? "udp" : "tcp",
                    priority: Self.priority(of: candidate.transport, at: index), address: candidate.host,
                    port: candidate.port, tcpType: candidate.transport == .tcpPassive ? "passive" : nil))
        }
        append("end-of-candidates")
    }

    mutating func append(_ credentials: ICECredentials) {
        append("ice-ufrag", credentials.usernameFragment)
        append("ice-pwd", credentials.password)
    }

    /// RFC 8445 §5.1.2.1 for a host candidate of component 1; the local preference falls from address to address. TCP comes after all of UDP, and
    /// its local preference begins with the direction's, 4 for passive (RFC 6544 §4.2).
    private static func priority(of transport: CandidateTransport, at index: Int) -> UInt32 {
        switch transport {
        case .udp: 126 << 24 | (65_535 - UInt32(index)) << 8 | 255
        case .tcpPassive: 90 << 24 | (4 << 13 | (8_191 - UInt32(index))) << 8 | 255
        }
    }
}

import MediaParameters
import SDP

extension AttributeList {
    /// Host candidates over UDP, all that there will be (RFC 8838 §8.2).
    mutating func append(_ candidates: [CandidateAddress]) {
        for (index, candidate) in candidates.prefix(SDPLimits.candidates).enumerated() {
            append(
                CandidateAttribute(
                    foundation: String(index + 1), priority: Self.priority(at: index), address: candidate.host,
                    port: candidate.port))
        }
        append("end-of-candidates")
    }

    mutating func append(_ credentials: ICECredentials) {
        append("ice-ufrag", credentials.usernameFragment)
        append("ice-pwd", credentials.password)
    }

    /// RFC 8445 §5.1.2.1 for a host candidate of component 1; the local preference falls from address to address.
    private static func priority(at index: Int) -> UInt32 {
        126 << 24 | (65_535 - UInt32(index)) << 8 | 255
    }
}

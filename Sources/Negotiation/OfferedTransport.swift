import MediaParameters
import SDP

/// What an offer says about the client's end of the transport.
struct OfferedTransport {
    let credentials: ICECredentials
    let fingerprint: Fingerprint
    let setup: Located<SetupAttribute>

    /// `levels` are searched in their order: m-lines of a BUNDLE group may leave out what the group's first says (RFC 8843 §7.1).
    /// `line` is named where something is missing.
    init(_ levels: [AttributeList], line: Int) throws(NegotiationError) {
        guard let credentials = try ICECredentials(levels) else {
            throw NegotiationError(line: line, reason: .missingCredentials)
        }
        self.credentials = credentials
        fingerprint = try Self.fingerprint(levels, line: line)
        // RFC 4145 §4.1: an offer that says nothing is active.
        setup = try Self.values(SetupAttribute.self, levels).first ?? Located(line: line, value: .active)
    }

    private static func fingerprint(_ levels: [AttributeList], line: Int) throws(NegotiationError) -> Fingerprint {
        let offered = try values(FingerprintAttribute.self, levels)
        guard let first = offered.first else { throw NegotiationError(line: line, reason: .missingFingerprint) }
        for candidate in offered {
            guard let algorithm = Fingerprint.Algorithm(rawValue: candidate.value.hash) else { continue }
            guard let fingerprint = Fingerprint(algorithm: algorithm, bytes: candidate.value.bytes) else {
                throw NegotiationError(line: candidate.line, reason: .syntax(.malformed(FingerprintAttribute.name)))
            }
            return fingerprint
        }
        throw NegotiationError(line: first.line, reason: .weakFingerprint)
    }

    private static func values<Value: AttributeValue>(
        _ kind: Value.Type, _ levels: [AttributeList]
    ) throws(NegotiationError) -> [Located<Value>] {
        for level in levels where level.contains(Value.name) {
            do {
                return try level.located(kind)
            } catch {
                throw NegotiationError(error)
            }
        }
        return []
    }
}

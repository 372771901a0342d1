import SDP

extension NegotiationError: CustomStringConvertible {
    /// One sentence for the client's developer, such as `line 12: the m-line "1" lacks a=rtcp-mux`.
    package var description: String {
        line == 0 ? reason.description : "line \(line): \(reason.description)"
    }
}

extension NegotiationError.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .syntax(let reason): reason.description
        case .noMedia, .missingMid, .duplicateMid, .notBundled, .notMultiplexed, .extensionConflict: mediaDescription
        case .mediaLineRemoved, .mediaLineReplaced, .noSession: sessionDescription
        default: transportDescription
        }
    }

    private var mediaDescription: String {
        switch self {
        case .noMedia: "the offer has no m-line"
        case .missingMid: "the m-line lacks a valid a=mid"
        case .duplicateMid(let mid): "the mid \"\(mid)\" is used twice"
        case .notBundled(let mid): "the m-line \"\(mid)\" is not in the BUNDLE group; all must be in one"
        case .notMultiplexed(let mid): "the m-line \"\(mid)\" lacks a=rtcp-mux"
        case .extensionConflict(let id): "the header extension id \(id) means two things in one BUNDLE group"
        default: ""
        }
    }

    private var sessionDescription: String {
        switch self {
        case .mediaLineRemoved(let mid):
            "the m-line \"\(mid)\" of the running session is gone; stop it with port 0 instead"
        case .mediaLineReplaced(let mid):
            "the m-line \"\(mid)\" of the running session is replaced; only a stopped one can be"
        case .noSession: "the session has no offer yet"
        default: ""
        }
    }

    private var transportDescription: String {
        switch self {
        case .missingCredentials: "a=ice-ufrag and a=ice-pwd are missing"
        case .malformedCredentials: "malformed a=ice-ufrag or a=ice-pwd"
        case .remoteIsLite: "both ends would be ICE-lite"
        case .missingFingerprint: "a=fingerprint is missing"
        case .weakFingerprint: "the fingerprint must be sha-256, sha-384 or sha-512"
        case .fingerprintChanged: "the fingerprint changed; a new peer connection needs a new session"
        case .unsupportedSetup: "a=setup must be actpass, active or passive"
        case .roleChanged: "a=setup changed the DTLS role of the running session"
        default: ""
        }
    }
}

import MediaParameters

/// What the server's answer says about one session.
package struct ProbeSession: Sendable, Equatable {
    package struct Candidate: Sendable, Equatable {
        package var host: String
        package var port: UInt16
        package var isTCP: Bool

        package init(host: String, port: UInt16, isTCP: Bool) {
            self.host = host
            self.port = port
            self.isTCP = isTCP
        }
    }

    package var usernameFragment: String
    package var password: String
    package var fingerprint: Fingerprint
    package var candidates: [Candidate]
    package var opusType: UInt8

    /// Reads an SDP answer (RFC 8866, RFC 8839); nil when it lacks anything that a browser needs.
    package init?(answer: String) {
        let lines = answer.split(whereSeparator: \.isNewline)
        guard let fragment = Self.value("a=ice-ufrag:", lines), let password = Self.value("a=ice-pwd:", lines),
            let fingerprint = Self.value("a=fingerprint:", lines).flatMap(Self.fingerprint)
        else { return nil }
        usernameFragment = fragment
        self.password = password
        self.fingerprint = fingerprint
        candidates = []
        for candidate in lines.compactMap(Self.candidate) where !candidates.contains(candidate) {
            candidates.append(candidate)
        }
        opusType = lines.compactMap(Self.opus).first ?? ProbeOffer.opusType
    }

    private static func value(_ prefix: String, _ lines: [Substring]) -> String? {
        lines.first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }

    private static func fingerprint(_ text: String) -> Fingerprint? {
        let words = text.split(separator: " ")
        guard words.count == 2, let algorithm = Fingerprint.Algorithm(rawValue: words[0].lowercased()) else {
            return nil
        }
        let bytes = words[1].split(separator: ":").compactMap { UInt8($0, radix: 16) }
        return Fingerprint(algorithm: algorithm, bytes: bytes)
    }

    /// `candidate:foundation component transport priority address port typ …` (RFC 8839 §5.1).
    private static func candidate(_ line: Substring) -> Candidate? {
        let words = line.split(separator: " ")
        guard line.hasPrefix("a=candidate:"), words.count >= 8, let port = UInt16(words[5]), port > 0 else {
            return nil
        }
        let transport = words[2].lowercased()
        guard transport == "udp" || transport == "tcp" else { return nil }
        return Candidate(host: String(words[4]), port: port, isTCP: transport == "tcp")
    }

    private static func opus(_ line: Substring) -> UInt8? {
        let words = line.dropFirst("a=rtpmap:".count).split(separator: " ")
        guard line.hasPrefix("a=rtpmap:"), words.count == 2, words[1].lowercased().hasPrefix("opus/") else {
            return nil
        }
        return UInt8(words[0])
    }
}

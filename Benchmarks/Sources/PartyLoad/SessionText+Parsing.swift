extension SessionText {
    /// Reads the first video m-line and what the session level says for it. Of several candidates the one on `host` is taken, else the first.
    static func parse(_ text: String, host: String) throws(LoadError) -> RemoteParameters {
        let lines = relevantLines(text)
        guard let fragment = value("a=ice-ufrag:", lines), let password = value("a=ice-pwd:", lines) else {
            throw .signaling("no ICE credentials in:\n\(text)")
        }
        guard let (address, port) = candidate("udp", lines, host) else { throw .signaling("no candidate in:\n\(text)") }
        var remote = RemoteParameters(host: address, port: port)
        remote.connection = candidate("tcp", lines, host)
        remote.ice = .init(usernameFragment: fragment, password: password)
        remote.isDTLSClient = value("a=setup:", lines) != "active"
        remote.mid = value("a=mid:", lines) ?? "0"
        readPayloadTypes(lines, &remote)
        readExtensions(lines, &remote)
        return remote
    }

    private static func relevantLines(_ text: String) -> [Substring] {
        let lines = text.split(whereSeparator: \.isNewline)
        var result: [Substring] = []
        var section = 0
        for line in lines {
            if line.hasPrefix("m=") { section += 1 }
            if section <= 1 { result.append(line) }
        }
        return result
    }

    private static func value(_ prefix: String, _ lines: [Substring]) -> String? {
        lines.first { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }

    private static func candidate(_ transport: String, _ lines: [Substring], _ host: String) -> (String, UInt16)? {
        let found = lines.compactMap { line -> (String, UInt16)? in
            let words = line.split(separator: " ")
            guard line.hasPrefix("a=candidate:"), words.count >= 6, words[1] == "1", words[2].lowercased() == transport,
                let port = UInt16(words[5]), !words[4].contains(":")
            else { return nil }
            return (String(words[4]), port)
        }
        return found.first { $0.0 == host } ?? found.first
    }

    private static func readPayloadTypes(_ lines: [Substring], _ remote: inout RemoteParameters) {
        for line in lines where line.hasPrefix("a=rtpmap:") {
            let words = line.dropFirst("a=rtpmap:".count).split(separator: " ")
            guard words.count == 2, let type = UInt8(words[0]) else { continue }
            if words[1].lowercased().hasPrefix("vp8/") { remote.payloadType = type }
            if words[1].lowercased().hasPrefix("rtx/") { remote.rtxPayloadType = type }
        }
    }

    private static func readExtensions(_ lines: [Substring], _ remote: inout RemoteParameters) {
        for line in lines where line.hasPrefix("a=extmap:") {
            let words = line.dropFirst("a=extmap:".count).split(separator: " ")
            guard words.count >= 2, let id = UInt8(words[0].prefix { $0 != "/" }) else { continue }
            switch words[1] {
            case midURI: remote.extensions.mid = id
            case absSendTimeURI: remote.extensions.absSendTime = id
            case transportCCURI: remote.extensions.transportCC = id
            default: break
            }
        }
    }
}

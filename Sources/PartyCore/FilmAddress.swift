/// An http or https address (RFC 3986) whose parts are known, so that a script, a data URL or a look-alike never passes for one.
struct FilmAddress: Equatable {
    /// `http` or `https`.
    var scheme: String
    /// With its port, in lower case.
    var authority: String
    /// Path and query, beginning with `/` or `?`, or empty.
    var rest: Substring

    var text: String { scheme + "://" + authority + (rest.hasPrefix("/") ? "" : "/") + rest }

    init(_ text: String) throws(FilmError) {
        guard text.utf8.allSatisfy(Self.isAllowed) else { throw .badAddress }
        guard let colon = text.firstIndex(of: ":") else { throw .badAddress }
        scheme = text[..<colon].lowercased()
        let after = text[text.index(after: colon)...]
        guard scheme == "http" || scheme == "https", after.hasPrefix("//") else { throw .badAddress }
        let place = after.dropFirst(2)
        let name = place.prefix { !"/?#".contains($0) }
        guard Self.isAuthority(name) else { throw .badAddress }
        authority = name.lowercased()
        rest = place[name.endIndex...].prefix { $0 != "#" }
    }

    /// Browsers read `\` as `/` and drop what else is not here, so that another host could stand in the address than the one seen.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !"\"<>\\^`{|}".utf8.contains(byte)
    }

    /// A host and perhaps a port; no user (RFC 3986 §7.5, §7.6).
    private static func isAuthority(_ text: Substring) -> Bool {
        let host: Substring
        let port: Substring
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]") else { return false }
            host = text[text.index(after: text.startIndex)..<end]
            port = text[text.index(after: end)...]
            guard !host.isEmpty, host.utf8.allSatisfy({ isHexadecimal($0) || $0 == 0x3A || $0 == 0x2E }) else {
                return false
            }
        } else {
            host = text.prefix { $0 != ":" }
            port = text[host.endIndex...]
            guard (1...253).contains(host.utf8.count), host.utf8.allSatisfy(isHostByte) else { return false }
        }
        return port.isEmpty
            || port.first == ":" && (1...5).contains(port.count - 1) && UInt16(port.dropFirst()) != nil
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte == 0x2D || byte == 0x2E || byte == 0x5F
    }
}

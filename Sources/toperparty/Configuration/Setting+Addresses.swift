import Bytes
import Foundation

/// Addresses, ports and names.
extension Setting {
    static func port(_ text: String) throws(SettingProblem) -> UInt16 {
        guard let port = UInt16(text) else {
            throw SettingProblem("a port is a number from 1 to 65535, or 0 for any that is free; not \"\(text)\".")
        }
        return port
    }

    static func ports(_ text: String) throws(SettingProblem) -> ClosedRange<UInt16> {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], first > 0, first <= last else {
            throw SettingProblem("two ports with a dash between them, such as 49152-65535; not \"\(text)\".")
        }
        return first...last
    }

    /// `localhost` is understood, other names are not: a name may mean several addresses, and media needs one.
    static func host(_ text: String) throws(SettingProblem) -> SocketAddress {
        if text == "localhost" { return SocketAddress(ipv4: 0x7F00_0001, port: 0) }
        return try address(text)
    }

    static func range(_ text: String) throws(SettingProblem) -> AddressRange {
        do { return try AddressRange(text) } catch { throw SettingProblem(error.description) }
    }

    static func publicAddresses(_ texts: [String]) throws(SettingProblem) -> [SocketAddress] {
        var addresses: [SocketAddress] = []
        for text in texts {
            let address = try publicAddress(text)
            guard !address.isUnspecified else { throw SettingProblem("nobody can send to \"\(text)\".") }
            if !addresses.contains(address) { addresses.append(address) }
        }
        guard addresses.count <= 16 else { throw SettingProblem("at most 16 addresses, not \(addresses.count).") }
        return addresses
    }

    /// `203.0.113.7`, `203.0.113.7:443`, `2001:db8::7` or `[2001:db8::7]:443`.
    private static func publicAddress(_ text: String) throws(SettingProblem) -> SocketAddress {
        if let plain = SocketAddress(host: text, port: 0) { return plain }
        guard let (host, port) = hostAndPort(text), let port,
            let address = SocketAddress(host: host, port: port)
        else {
            throw SettingProblem(
                "an IPv4 or IPv6 address, such as 203.0.113.7 or 2001:db8::7, with :443 or the like after it (IPv6 in brackets then) where another port leads here; or interfaces. Not \"\(text)\"."
            )
        }
        return address
    }

    private static func address(_ text: String) throws(SettingProblem) -> SocketAddress {
        guard let address = SocketAddress(host: text, port: 0) else {
            throw SettingProblem("an IPv4 or IPv6 address, such as 203.0.113.7 or 2001:db8::7; not \"\(text)\".")
        }
        return address
    }

    /// `stun:stun.example.org:3478`; 3478 is the port unless named (RFC 7064 §3.1).
    static func discovery(_ text: String) throws(SettingProblem) -> DiscoveryServer {
        let problem = SettingProblem("a STUN server such as stun:stun.example.org:3478, not \"\(text)\".")
        guard text.hasPrefix("stun:"), let (host, port) = hostAndPort(String(text.dropFirst(5))) else { throw problem }
        guard isName(host) || SocketAddress(host: host, port: 0) != nil else { throw problem }
        return DiscoveryServer(host: host, port: port ?? 3478)
    }

    /// Scheme, name and port of the page; kept without a slash at its end.
    static func publicURL(_ text: String) throws(SettingProblem) -> String {
        let problem = SettingProblem(
            "the page's address without a path, such as https://party.example.org or https://party.example.org:4001; not \"\(text)\"."
        )
        let bare = text.hasSuffix("/") ? String(text.dropLast()) : text
        guard let scheme = ["https://", "http://"].first(where: bare.hasPrefix) else { throw problem }
        guard let (host, _) = hostAndPort(String(bare.dropFirst(scheme.count))),
            isName(host) || SocketAddress(host: host, port: 0) != nil
        else { throw problem }
        return bare.lowercased()
    }

    /// Splits `host`, `host:port`, `[v6]` and `[v6]:port`.
    static func hostAndPort(_ text: String) -> (host: String, port: UInt16?)? {
        var host = Substring(text)
        var rest: Substring = ""
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<end]
            rest = text[text.index(after: end)...]
        } else if let colon = text.lastIndex(of: ":") {
            (host, rest) = (text[..<colon], text[colon...])
            guard !host.contains(":") else { return nil }
        }
        guard !host.isEmpty else { return nil }
        if rest.isEmpty { return (String(host), nil) }
        guard rest.hasPrefix(":"), let port = UInt16(rest.dropFirst()), port > 0 else { return nil }
        return (String(host), port)
    }

    /// A host name (RFC 1123 §2.1).
    static func isName(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy {
                        $0 == 0x2d || (48...57).contains($0) || (97...122).contains($0 | 0x20)
                    }
            }
    }
}

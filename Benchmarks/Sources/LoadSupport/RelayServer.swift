/// A TURN server with credentials, as a `Link` header (RFC 9725 §4.6) or a list of ICE servers names it.
package struct RelayServer {
    package enum Transport: String {
        case udp, tcp, tls
    }

    package let transport: Transport
    package let host: String
    package let port: UInt16
    package let username: String
    package let password: String

    package init(transport: Transport, host: String, port: UInt16, username: String, password: String) {
        self.transport = transport
        self.host = host
        self.port = port
        self.username = username
        self.password = password
    }

    /// - Parameter url: `turn:HOST:PORT?transport=udp` and the like (RFC 7065); other schemes are none.
    package init?(url: String, username: String, password: String) {
        let words = url.split(separator: "?", maxSplits: 1)
        guard let place = words.first?.split(separator: ":", maxSplits: 1), place.count == 2,
            ["turn", "turns"].contains(place[0]), let colon = place[1].lastIndex(of: ":"),
            let port = UInt16(place[1][place[1].index(after: colon)...])
        else { return nil }
        let overTCP = words.count == 2 && words[1] == "transport=tcp"
        self.init(
            transport: place[0] == "turns" ? .tls : overTCP ? .tcp : .udp, host: String(place[1][..<colon]), port: port,
            username: username, password: password)
    }

    /// All that a `Link` header names, several of which may stand behind commas.
    package static func all(inLink header: String) -> [RelayServer] {
        header.split(separator: ",").compactMap { link in
            let parts = link.split(separator: ";").map { $0.drop { $0 == " " } }
            guard let url = parts.first, url.hasPrefix("<"), url.hasSuffix(">"),
                let username = value("username", parts), let password = value("credential", parts)
            else { return nil }
            return RelayServer(url: String(url.dropFirst().dropLast()), username: username, password: password)
        }
    }

    private static func value(_ name: String, _ parts: [Substring]) -> String? {
        parts.first { $0.hasPrefix(name + "=\"") && $0.hasSuffix("\"") }.map {
            String($0.dropFirst(name.count + 2).dropLast())
        }
    }
}

import Bytes
import Foundation

/// A relay as a `Link` header names it (RFC 9725 §4.6).
struct RelayOffer: Sendable, Equatable {
    /// Over which transport the client reaches it.
    enum Transport: String, Sendable {
        case udp = "UDP"
        case tcp = "TCP"
        case tls = "TLS"
    }

    let transport: Transport
    let host: String
    let port: UInt16
    let username: String
    let password: String

    /// `<turn:HOST:PORT?transport=udp>; rel="ice-server"; username="…"; credential="…"`
    init?(link: String) {
        let parts = link.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
        guard let url = parts.first, url.hasPrefix("<turn"), url.hasSuffix(">"),
            let name = Self.value("username", parts), let password = Self.value("credential", parts)
        else { return nil }
        let words = url.dropFirst().dropLast().split(separator: "?", maxSplits: 1)
        guard let place = words.first?.split(separator: ":", maxSplits: 1), place.count == 2 else { return nil }
        let isSecure = place[0] == "turns"
        guard let (host, port) = Setting.hostAndPort(String(place[1])) else { return nil }
        transport = isSecure ? .tls : words.count == 2 && words[1] == "transport=tcp" ? .tcp : .udp
        self.host = host
        self.port = port ?? (isSecure ? 5349 : 3478)
        username = name
        self.password = password
    }

    private static func value(_ name: String, _ parts: [String]) -> String? {
        parts.first { $0.hasPrefix(name + "=\"") && $0.hasSuffix("\"") }.map {
            String($0.dropFirst(name.count + 2).dropLast())
        }
    }

    /// Several links may stand in one header, with commas between them.
    static func all(in reply: HTTPReply) -> [RelayOffer] {
        reply.all("link").flatMap { $0.split(separator: ",") }.compactMap {
            RelayOffer(link: $0.trimmingCharacters(in: .whitespaces))
        }
    }
}

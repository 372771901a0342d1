import NIOHTTP1

/// Whose pages may open a WebSocket (RFC 6455 §10.2): browsers say the origin of the page, and pages cannot change it.
package struct WebSocketOrigins: Sendable {
    /// The first extension, as it was packed by those who made it. Loaded as a folder it has an id of its own on each machine.
    package static let firstExtension = "chrome-extension://mnnidcmndfpiednjddoiikpninmmjbdd"

    /// Besides the server's own, such as `https://www.netflix.com`.
    package var allowed: Set<String>
    /// Whatever extension is installed in a browser that reaches the server.
    package var allowsExtensions: Bool
    /// Told the origin, and the address of the client, of each handshake that was refused.
    package var whenRefused: (@Sendable (_ origin: String, _ host: String) -> Void)?

    package init(
        allowed: Set<String> = ["https://www.netflix.com", firstExtension], allowsExtensions: Bool = false
    ) {
        self.allowed = allowed
        self.allowsExtensions = allowsExtensions
    }

    /// Programs other than browsers say no origin.
    func allow(_ head: HTTPRequestHead) -> Bool {
        let origins = head.headers["origin"]
        guard let origin = origins.first?.lowercased() else { return true }
        guard origins.count == 1 else { return false }
        if allowed.contains(origin) { return true }
        if allowsExtensions, Self.isExtension(origin) { return true }
        guard let host = head.headers.first(name: "host")?.lowercased(), !host.isEmpty else { return false }
        return origin == "http://" + host || origin == "https://" + host
    }

    /// A web page cannot claim to be one.
    package static func isExtension(_ origin: String) -> Bool {
        origin.hasPrefix("chrome-extension://") || origin.hasPrefix("moz-extension://")
    }

    func tellRefused(_ head: HTTPRequestHead, from host: String) {
        whenRefused?(head.headers["origin"].joined(separator: ", "), host)
    }
}

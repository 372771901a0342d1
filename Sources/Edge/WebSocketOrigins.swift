import NIOHTTP1

/// Whose pages may open a WebSocket (RFC 6455 §10.2): browsers say the origin of the page, and pages cannot change it.
package struct WebSocketOrigins: Sendable {
    /// Besides the server's own, such as `https://www.netflix.com`.
    package var allowed: Set<String>
    /// Extensions that a user has installed; a web page cannot claim to be one.
    package var allowsExtensions: Bool

    package init(allowed: Set<String> = ["https://www.netflix.com"], allowsExtensions: Bool = true) {
        self.allowed = allowed
        self.allowsExtensions = allowsExtensions
    }

    /// Programs other than browsers say no origin.
    func allow(_ head: HTTPRequestHead) -> Bool {
        let origins = head.headers["origin"]
        guard let origin = origins.first?.lowercased() else { return true }
        guard origins.count == 1 else { return false }
        if allowed.contains(origin) { return true }
        if allowsExtensions, origin.hasPrefix("chrome-extension://") || origin.hasPrefix("moz-extension://") {
            return true
        }
        guard let host = head.headers.first(name: "host")?.lowercased(), !host.isEmpty else { return false }
        return origin == "http://" + host || origin == "https://" + host
    }
}

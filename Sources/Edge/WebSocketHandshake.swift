import NIOHTTP1

/// The client's half of the opening handshake (RFC 6455 §4.2.1).
enum WebSocketHandshake {
    /// Whether the request may be answered with 101. Checked before NIO's upgrade handler sees it: that loses the head of a request whose upgrade
    /// it has to refuse, so that nothing could be answered at all.
    static func isAcceptable(_ head: HTTPRequestHead, path: String) -> Bool {
        let headers = head.headers
        let keys = headers["sec-websocket-key"]
        return head.method == .GET && head.version == .http1_1 && head.uri.prefix { $0 != "?" } == path
            && names("upgrade", "websocket", headers) && names("connection", "upgrade", headers)
            && headers["sec-websocket-version"] == ["13"] && keys.count == 1 && keys[0].utf8.count == 24
            && !headers.contains(name: "content-length") && !headers.contains(name: "transfer-encoding")
    }

    private static func names(_ header: String, _ token: String, _ headers: HTTPHeaders) -> Bool {
        headers[canonicalForm: header].contains { $0.lowercased() == token }
    }
}

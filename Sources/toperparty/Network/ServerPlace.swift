import Bytes

/// A server as a browser addresses it, and the address at which it is looked for.
struct ServerPlace: Sendable, Equatable {
    var isTLS: Bool
    /// In the Host header, and for TLS.
    var name: String
    var address: Bytes.SocketAddress
    /// Whether its certificate must stand up to a browser's checks.
    var isVerified = true

    var url: String {
        let host = name.urlHost
        return "\(isTLS ? "https" : "http")://\(host)\(address.port == (isTLS ? 443 : 80) ? "" : ":\(address.port)")"
    }

    var tls: ProbeTLS {
        guard isTLS else { return .none }
        return isVerified ? .verified(name: name) : .unverified(name: name)
    }
}

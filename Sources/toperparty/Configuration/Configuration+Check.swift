import Bytes

/// What settings mean together.
extension Configuration {
    mutating func check() throws(ConfigurationError) {
        try checkTLS()
        try checkRelay()
        try checkAdmin()
        if addresses.discovery != nil, !addresses.published.isEmpty {
            throw error(.discover, "\(name(.publicAddress)) already names the address; leave one of the two out.")
        }
    }

    private func checkAdmin() throws(ConfigurationError) {
        guard let port = admin.port else { return }
        if port != 0, port == self.port {
            throw error(.adminPort, "\(port) is the port of the parties; the operator's page needs its own.")
        }
        if !admin.host.isLoopback, admin.token == nil {
            throw error(
                .adminHost,
                """
                with this, others can reach the operator's page; choose its token with \(name(.adminToken)), best as @ and a file that only the \
                server may read ("openssl rand -hex 32" makes one). Or leave \(name(.adminHost)) out, and come by "ssh -L \(port):localhost:\(port)".
                """)
        }
    }

    private mutating func checkTLS() throws(ConfigurationError) {
        if given[.tls] == nil, tls.certificate != nil || tls.key != nil { tls.mode = .files }
        guard tls.mode == .files else { return }
        if tls.certificate == nil {
            throw error(
                given[.tlsKey] == nil ? .tls : .tlsKey,
                "the certificate is missing; name its PEM file with \(name(.tlsCertificate)).")
        }
        if tls.key == nil {
            throw error(.tlsCertificate, "its private key is missing; name its PEM file with \(name(.tlsKey)).")
        }
    }

    private func checkRelay() throws(ConfigurationError) {
        if relay.mode == .open, port != 0, relay.ports.contains(port) {
            throw error(
                given[.relayPorts] == nil ? .port : .relayPorts,
                "the relay's ports \(relay.ports.lowerBound)-\(relay.ports.upperBound) contain the server's own, \(port); choose others with \(name(.relayPorts))."
            )
        }
        if relay.mode != .off, relay.quota > relay.quotaTotal {
            throw error(.turnQuota, "one member cannot have more than everybody together, \(relay.quotaTotal).")
        }
    }

    private func error(_ key: ConfigurationKey, _ problem: String) -> ConfigurationError {
        ConfigurationError(key, origin(of: key), problem)
    }

    private func name(_ key: ConfigurationKey) -> String { key.flag }
}

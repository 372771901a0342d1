import Bytes

/// Who can reach the server, and whether they may come in.
extension Configuration {
    var isForEverybody: Bool { access.secret != nil || access.isOpen }

    /// Where TCP listens. Until the operator has said who may come in, only this machine does: nobody gets at the media port without having been here.
    /// nil is all addresses.
    package var tcpHost: SocketAddress? {
        host ?? (isForEverybody ? nil : SocketAddress(ipv4: 0x7f00_0001, port: 0))
    }

    /// The name or address by which people know the server.
    var publicName: String? {
        addresses.url?.split(separator: "/").last.flatMap { Setting.hostAndPort(String($0))?.host }
    }

    /// A server that others can reach needs a decision about who may come in.
    package func requireAccess() throws(ConfigurationError) {
        guard !isForEverybody, let key = keyThatOpensTheServer else { return }
        throw ConfigurationError(
            key, origin(of: key),
            """
            with this, others can reach the server, and nothing says who may come in. Give --auth-secret (see: toperparty serve --help) so that \
            people need an invitation, or --open to let in everybody who knows the address.
            """)
    }

    private var keyThatOpensTheServer: ConfigurationKey? {
        if let host { return host.isLoopback ? nil : .host }
        return [.publicAddress, .publicURL, .discover].first { given[$0] != nil }
    }
}

import ArgumentParser

struct TLSOptions: SettingOptions {
    @Option(
        help: ArgumentHelp(
            "off, self-signed (for tests: browsers do not trust it) or files. (default: files when a certificate is named, else off)",
            valueName: "mode"))
    var tls: String?

    @Option(
        name: .customLong("tls-certificate"),
        help: ArgumentHelp(
            "PEM file with the certificate, then those it is signed by (certbot's fullchain.pem). Read again when it changes and on SIGHUP.",
            valueName: "path"))
    var certificate: String?

    @Option(
        name: .customLong("tls-key"),
        help: ArgumentHelp("PEM file with its private key (certbot's privkey.pem).", valueName: "path"))
    var key: String?

    @Option(
        name: .customLong("proxy-protocol"),
        help: ArgumentHelp(
            "Proxies in front, by address range: their connections begin with a PROXY protocol header (version 1 or 2) that names the true client. Without one they get no answer; from anybody else the header is not believed. May be repeated. deploy/README.md has examples.",
            valueName: "cidr"))
    var proxies: [String] = []

    var flags: [(ConfigurationKey, [String])] {
        [
            (.tls, Self.words(tls)), (.tlsCertificate, Self.words(certificate)), (.tlsKey, Self.words(key)),
            (.proxyProtocol, proxies),
        ]
    }
}

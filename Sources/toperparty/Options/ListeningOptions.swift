import ArgumentParser

struct ListeningOptions: SettingOptions {
    @Option(help: ArgumentHelp("TCP and UDP port; 0 takes any that is free. (default: 4001)", valueName: "number"))
    var port: String?

    @Option(
        help: ArgumentHelp(
            "Address to listen on. (default: all addresses of this machine; without --open or --auth-secret, TCP on 127.0.0.1 only)",
            valueName: "address"))
    var host: String?

    @Option(
        name: .customLong("public-url"),
        help: ArgumentHelp(
            "What people type, such as https://party.example.org: for links, relay addresses and the check of origins.",
            valueName: "url"))
    var publicURL: String?

    @Option(
        name: .customLong("public-address"),
        help: ArgumentHelp(
            "Address that browsers send media to, when it is not one of this machine's own: behind NAT, or in a container. With :443 after it when another port leads here; the word interfaces adds this machine's own addresses. May be repeated. (default: this machine's addresses)",
            valueName: "address"))
    var publicAddresses: [String] = []

    @Option(
        help: ArgumentHelp(
            "Ask this STUN server for the public address at start instead, such as stun:stun.example.org:3478.",
            valueName: "stun:host:port"))
    var discover: String?

    @Option(
        help: ArgumentHelp("Threads for media; a room stays on one. (default: as many as cores)", valueName: "number"))
    var workers: String?

    var flags: [(ConfigurationKey, [String])] {
        [
            (.port, Self.words(port)), (.host, Self.words(host)), (.publicURL, Self.words(publicURL)),
            (.publicAddress, publicAddresses), (.discover, Self.words(discover)), (.workers, Self.words(workers)),
        ]
    }
}

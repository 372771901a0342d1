import ArgumentParser

struct RelayOptions: SettingOptions {
    @Option(
        help: ArgumentHelp(
            "closed relays to this server only, open to anybody who is not denied, off not at all. (default: closed)",
            valueName: "mode"))
    var turn: String?

    @Option(
        name: .customLong("turn-secret"),
        help: ArgumentHelp(
            "Shared secret that credentials are made from, or @ and a file with it. Other programs with it can hand out credentials too. (default: a new one at each start)",
            valueName: "secret"))
    var secret: String?

    @Option(
        name: .customLong("turn-realm"),
        help: ArgumentHelp("Realm of the relay. (default: toperparty)", valueName: "name"))
    var realm: String?

    @Option(
        name: .customLong("turn-lifetime"),
        help: ArgumentHelp("How long credentials are good for. (default: 43200)", valueName: "seconds"))
    var lifetime: String?

    @Option(
        name: .customLong("turn-quota"),
        help: ArgumentHelp("Allocations a member may have at once. (default: 12)", valueName: "number"))
    var quota: String?

    @Option(
        name: .customLong("turn-quota-address"),
        help: ArgumentHelp(
            "Allocations a client address may have at once; an IPv6 /64 is one address. (default: 256)",
            valueName: "number"))
    var quotaPerAddress: String?

    @Option(
        name: .customLong("turn-quota-total"),
        help: ArgumentHelp("Allocations of everybody together. (default: 4096)", valueName: "number"))
    var quotaTotal: String?

    @Option(
        name: .customLong("turn-bandwidth"),
        help: ArgumentHelp(
            "Kilobits a second that an allocation carries each way, or off. (default: 20000)", valueName: "number"))
    var bandwidth: String?

    @Option(
        name: .customLong("turn-allow"),
        help: ArgumentHelp(
            "Peers of an open relay that are allowed although they are denied otherwise. May be repeated.",
            valueName: "cidr"))
    var allow: [String] = []

    @Option(
        name: .customLong("turn-deny"),
        help: ArgumentHelp(
            "Peers of an open relay that are denied, besides private, local and reserved addresses. May be repeated.",
            valueName: "cidr"))
    var deny: [String] = []

    @Option(
        name: .customLong("relay-ports"),
        help: ArgumentHelp("UDP ports of an open relay. (default: 49152-65535)", valueName: "first-last"))
    var ports: String?

    @Flag(
        name: .customLong("stun-binding"), inversion: .prefixedNo,
        help: "Answer Binding requests of strangers, as public STUN servers do. (default: no)")
    var answersBinding: Bool?

    var flags: [(ConfigurationKey, [String])] {
        [
            (.turn, Self.words(turn)), (.turnSecret, Self.words(secret)), (.turnRealm, Self.words(realm)),
            (.turnLifetime, Self.words(lifetime)), (.turnQuota, Self.words(quota)),
            (.turnQuotaAddress, Self.words(quotaPerAddress)), (.turnQuotaTotal, Self.words(quotaTotal)),
            (.turnBandwidth, Self.words(bandwidth)), (.turnAllow, allow), (.turnDeny, deny),
            (.relayPorts, Self.words(ports)), (.stunBinding, Self.words(answersBinding)),
        ]
    }
}

/// Which setting goes where, and how it is read.
extension Configuration {
    typealias Setter = @Sendable (inout Configuration, [String]) throws(SettingProblem) -> Void

    static let setters: [ConfigurationKey: Setter] = [
        listening, tls, relay, access, limits, operation,
    ].reduce(into: [:]) { $0.merge($1) { $1 } }

    private static let listening: [ConfigurationKey: Setter] = [
        .port: one(\.port, Setting.port),
        .host: one(\.host, Setting.host),
        .publicURL: one(\.addresses.url, Setting.publicURL),
        .publicAddress: publicAddresses,
        .discover: one(\.addresses.discovery, Setting.discovery),
        .workers: one(\.workers, Setting.workers),
    ]

    private static let tls: [ConfigurationKey: Setter] = [
        .tls: one(\.tls.mode, Setting.choice),
        .tlsCertificate: one(\.tls.certificate, Setting.readableFile),
        .tlsKey: one(\.tls.key, Setting.readableFile),
        .proxyProtocol: list(\.tls.proxies, Setting.range),
    ]

    private static let relay: [ConfigurationKey: Setter] = [
        .turn: one(\.relay.mode, Setting.choice),
        .turnSecret: one(\.relay.secret) { text throws(SettingProblem) in try Setting.secret(text, bytes: 16) },
        .turnRealm: one(\.relay.realm, Setting.realm),
        .turnLifetime: one(\.relay.lifetime) { text throws(SettingProblem) in
            .seconds(try Setting.number(text, in: 60...2_592_000, of: "seconds"))
        },
        .turnQuota: number(\.relay.quota, in: 1...65_536, of: "allocations"),
        .turnQuotaAddress: number(\.relay.quotaPerAddress, in: 1...1_000_000, of: "allocations"),
        .turnQuotaTotal: number(\.relay.quotaTotal, in: 1...1_000_000, of: "allocations"),
        .turnBandwidth: one(\.relay.bandwidth) { text throws(SettingProblem) in
            try Setting.bound(text, in: 16...100_000_000, of: "kilobits a second")
        },
        .turnAllow: list(\.relay.allow, Setting.range),
        .turnDeny: list(\.relay.deny, Setting.range),
        .relayPorts: one(\.relay.ports, Setting.ports),
        .stunBinding: one(\.relay.answersBinding, Setting.bool),
    ]

    private static let access: [ConfigurationKey: Setter] = [
        .authSecret: one(\.access.secret) { text throws(SettingProblem) in try Setting.secret(text, bytes: 32) },
        .open: one(\.access.isOpen, Setting.bool),
        .origin: list(\.access.origins, Setting.origin),
        .apiToken: one(\.access.apiToken) { text throws(SettingProblem) in try Setting.secret(text, bytes: 16) },
    ]

    private static let limits: [ConfigurationKey: Setter] = [
        .maxRooms: number(\.limits.rooms, in: 1...1_000_000, of: "rooms"),
        .maxMembers: number(\.limits.members, in: 2...10_000, of: "members"),
        .maxViewers: number(\.limits.viewers, in: 0...100_000, of: "viewers"),
        .maxConnections: number(\.limits.connections, in: 1...1_000_000, of: "connections"),
        .maxConnectionsPerAddress: number(\.limits.connectionsPerAddress, in: 1...1_000_000, of: "connections"),
        .maxJoins: number(\.limits.joinsPerAddress, in: 1...1_000_000, of: "joins a minute"),
        .maxMessageSize: number(\.limits.messageSize, in: 4096...65_536, of: "bytes"),
        .maxMessages: number(\.limits.messages, in: 5...10_000, of: "messages a second"),
        .maxNameLength: number(\.limits.nameLength, in: 1...64, of: "characters"),
        .maxChatLength: number(\.limits.chatLength, in: 1...1000, of: "characters"),
        .maxChats: number(\.limits.chats, in: 1...1000, of: "messages a second"),
        .maxKnocks: number(\.limits.knocks, in: 1...1000, of: "people"),
        .waitTime: one(\.limits.waitTime) { text throws(SettingProblem) in
            .seconds(try Setting.number(text, in: 1...300, of: "seconds"))
        },
        .kickTime: one(\.limits.kickTime) { text throws(SettingProblem) in
            .seconds(60 * (try Setting.number(text, in: 1...10_080, of: "minutes")))
        },
        .resumeTime: one(\.limits.resumeTime) { text throws(SettingProblem) in
            .seconds(try Setting.number(text, in: 0...3600, of: "seconds"))
        },
    ]

    private static let operation: [ConfigurationKey: Setter] = [
        .database: one(\.audit.database, Setting.database),
        .auditDays: one(\.audit.days) { text throws(SettingProblem) in
            try Setting.bound(text, in: 1...36_500, of: "days")
        },
        .auditSize: one(\.audit.size) { text throws(SettingProblem) in
            try Setting.bound(text, in: 16...1_048_576, of: "mebibytes")
        },
        .auditAddresses: one(\.audit.addresses, Setting.choice),
        .auditKey: one(\.audit.key, Setting.readableFile),
        .metricsFrom: list(\.metricsFrom, Setting.range),
        .adminHost: one(\.admin.host, Setting.host),
        .adminPort: one(\.admin.port, Setting.port),
        .adminToken: one(\.admin.token) { text throws(SettingProblem) in try Setting.secret(text, bytes: 16) },
        .logLevel: one(\.logLevel, Setting.logLevel),
    ]

    private static func one<Value>(
        _ path: any WritableKeyPath<Configuration, Value> & Sendable,
        _ read: @escaping @Sendable (String) throws(SettingProblem) -> Value
    ) -> Setter {
        { configuration, words throws(SettingProblem) in configuration[keyPath: path] = try read(words.first ?? "") }
    }

    private static func one<Value>(
        _ path: any WritableKeyPath<Configuration, Value?> & Sendable,
        _ read: @escaping @Sendable (String) throws(SettingProblem) -> Value
    ) -> Setter {
        { configuration, words throws(SettingProblem) in configuration[keyPath: path] = try read(words.first ?? "") }
    }

    private static func list<Value>(
        _ path: any WritableKeyPath<Configuration, [Value]> & Sendable,
        _ read: @escaping @Sendable (String) throws(SettingProblem) -> Value
    ) -> Setter {
        { configuration, words throws(SettingProblem) in
            var values: [Value] = []
            for word in words { values.append(try read(word)) }
            configuration[keyPath: path] = values
        }
    }

    private static func number(
        _ path: any WritableKeyPath<Configuration, Int> & Sendable, in range: ClosedRange<Int>, of unit: String
    ) -> Setter {
        one(path) { text throws(SettingProblem) in try Setting.number(text, in: range, of: unit) }
    }

    /// `interfaces` stands for the addresses of this machine, which behind 1:1 NAT are worth offering to its neighbours.
    private static let publicAddresses: Setter = { configuration, words throws(SettingProblem) in
        configuration.addresses.addsInterfaces = words.contains("interfaces")
        configuration.addresses.published = try Setting.publicAddresses(words.filter { $0 != "interfaces" })
    }
}

import Bytes
import Logging

/// Settings as they would be written.
extension Configuration {
    /// - Returns: a dash for what is not set.
    package func shown(_ key: ConfigurationKey) -> String {
        guard let text = Self.texts[key]?(self), !text.isEmpty else { return "-" }
        return text
    }

    private typealias Text = @Sendable (Configuration) -> String

    private static let texts: [ConfigurationKey: Text] = [places, relays, limits, rest].reduce(into: [:]) {
        $0.merge($1) { $1 }
    }

    private static let places: [ConfigurationKey: Text] = [
        .port: { "\($0.port)" }, .host: { $0.host?.host ?? "" }, .publicURL: { $0.addresses.url ?? "" },
        .publicAddress: { $0.shownAddresses }, .discover: { $0.addresses.discovery.map { "\($0)" } ?? "" },
        .workers: { "\($0.workers)" }, .tls: { $0.tls.mode.rawValue }, .tlsCertificate: { $0.tls.certificate ?? "" },
        .tlsKey: { $0.tls.key ?? "" }, .proxyProtocol: { list($0.tls.proxies) },
        .authSecret: { shown($0.access.secret) }, .open: { "\($0.access.isOpen)" },
        .origin: { list($0.access.origins) }, .apiToken: { shown($0.access.apiToken) },
    ]

    private static let relays: [ConfigurationKey: Text] = [
        .turn: { $0.relay.mode.rawValue }, .turnSecret: { shown($0.relay.secret, absent: "(made at start)") },
        .turnRealm: { $0.relay.realm }, .turnLifetime: { "\($0.relay.lifetime.components.seconds)" },
        .turnQuota: { "\($0.relay.quota)" }, .turnQuotaAddress: { "\($0.relay.quotaPerAddress)" },
        .turnQuotaTotal: { "\($0.relay.quotaTotal)" }, .turnBandwidth: { bound($0.relay.bandwidth) },
        .turnAllow: { list($0.relay.allow) }, .turnDeny: { list($0.relay.deny) },
        .relayPorts: { "\($0.relay.ports.lowerBound)-\($0.relay.ports.upperBound)" },
        .stunBinding: { "\($0.relay.answersBinding)" },
    ]

    private static let limits: [ConfigurationKey: Text] = [
        .maxRooms: { "\($0.limits.rooms)" }, .maxMembers: { "\($0.limits.members)" },
        .maxViewers: { "\($0.limits.viewers)" }, .maxConnections: { "\($0.limits.connections)" },
        .maxConnectionsPerAddress: { "\($0.limits.connectionsPerAddress)" },
        .maxJoins: { "\($0.limits.joinsPerAddress)" }, .maxMessageSize: { "\($0.limits.messageSize)" },
        .maxMessages: { "\($0.limits.messages)" }, .maxNameLength: { "\($0.limits.nameLength)" },
        .maxChatLength: { "\($0.limits.chatLength)" }, .maxChats: { "\($0.limits.chats)" },
        .maxKnocks: { "\($0.limits.knocks)" }, .waitTime: { "\($0.limits.waitTime.components.seconds)" },
        .kickTime: { "\($0.limits.kickTime.components.seconds / 60)" },
        .resumeTime: { "\($0.limits.resumeTime.components.seconds)" },
    ]

    private static let rest: [ConfigurationKey: Text] = [
        .database: { $0.audit.database ?? "" }, .metricsFrom: { list($0.metricsFrom) },
        .auditDays: { bound($0.audit.days) }, .auditSize: { bound($0.audit.size) },
        .auditAddresses: { $0.audit.addresses.rawValue }, .auditKey: { $0.audit.key ?? "" },
        .adminHost: { $0.admin.host.host }, .adminPort: { $0.admin.port.map { "\($0)" } ?? "" },
        .adminToken: { shown($0.admin.token, absent: "(made at start)") }, .logLevel: { $0.logLevel.rawValue },
        .config: { $0.given[.config]?.texts.first ?? "" },
    ]

    private static func shown(_ secret: Secret?, absent: String = "") -> String { secret.map { "\($0)" } ?? absent }

    private static func bound(_ number: Int?) -> String { number.map { "\($0)" } ?? "off" }

    private static func list(_ values: [some CustomStringConvertible]) -> String {
        values.map(\.description).joined(separator: ", ")
    }

    private var shownAddresses: String {
        let named = addresses.published.map { $0.port == 0 ? $0.host : $0.description }
        return (named + (addresses.addsInterfaces ? ["interfaces"] : [])).joined(separator: ", ")
    }
}

/// A setting, under the name it has as an option and in the file.
package enum ConfigurationKey: String, CaseIterable, Sendable {
    // Where to listen and be found.
    case port
    case host
    case publicURL = "public-url"
    case publicAddress = "public-address"
    case discover
    case workers
    // TLS and proxies.
    case tls
    case tlsCertificate = "tls-certificate"
    case tlsKey = "tls-key"
    case proxyProtocol = "proxy-protocol"
    // The relay.
    case turn
    case turnSecret = "turn-secret"
    case turnRealm = "turn-realm"
    case turnLifetime = "turn-lifetime"
    case turnQuota = "turn-quota"
    case turnQuotaAddress = "turn-quota-address"
    case turnQuotaTotal = "turn-quota-total"
    case turnBandwidth = "turn-bandwidth"
    case turnAllow = "turn-allow"
    case turnDeny = "turn-deny"
    case relayPorts = "relay-ports"
    case stunBinding = "stun-binding"
    // Who may come in.
    case authSecret = "auth-secret"
    case open
    case origin
    case apiToken = "api-token"
    // Limits.
    case maxRooms = "max-rooms"
    case maxMembers = "max-members"
    case maxViewers = "max-viewers"
    case maxConnections = "max-connections"
    case maxConnectionsPerAddress = "max-connections-per-address"
    case maxJoins = "max-joins"
    case maxMessageSize = "max-message-size"
    case maxMessages = "max-messages"
    case maxNameLength = "max-name-length"
    case maxChatLength = "max-chat-length"
    case maxChats = "max-chats"
    case maxKnocks = "max-knocks"
    case resumeTime = "resume-time"
    case waitTime = "wait-time"
    case kickTime = "kick-time"
    // Memory and operation.
    case database
    case auditDays = "audit-days"
    case auditSize = "audit-size"
    case auditAddresses = "audit-addresses"
    case auditKey = "audit-key"
    case metricsFrom = "metrics-from"
    case adminHost = "admin-host"
    case adminPort = "admin-port"
    case adminToken = "admin-token"
    case logLevel = "log-level"
    case config

    package var flag: String { "--" + rawValue }

    package var environment: String {
        Self.environmentPrefix + String(rawValue.uppercased().map { $0 == "-" ? "_" : $0 })
    }

    package static let environmentPrefix = "TOPERPARTY_"

    package init?(environment name: String) {
        guard let key = Self.allCases.first(where: { $0.environment == name }) else { return nil }
        self = key
    }

    /// May have several values, given one by one or with commas between them.
    package var isList: Bool {
        [.publicAddress, .proxyProtocol, .turnAllow, .turnDeny, .origin, .metricsFrom].contains(self)
    }

    /// Is never shown. On a command line every user of the machine could read it, so such a value may be `@` and the name of a file.
    package var isSecret: Bool { [.turnSecret, .authSecret, .apiToken, .adminToken].contains(self) }

    /// Is given on the command line without a value.
    package var isSwitch: Bool { [.open, .stunBinding].contains(self) }
}

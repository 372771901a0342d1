import ArgumentParser

struct OperationOptions: SettingOptions {
    @Option(
        help: ArgumentHelp(
            "SQLite file for the history of sessions and for rooms to survive a restart. (default: none is kept)",
            valueName: "path"))
    var database: String?

    @Option(
        name: .customLong("audit-days"),
        help: ArgumentHelp(
            "Days that sessions stay in the history, or off for ever. (default: 365)", valueName: "number"))
    var auditDays: String?

    @Option(
        name: .customLong("audit-size"),
        help: ArgumentHelp(
            "Mebibytes of the database, beyond which the oldest sessions go, or off. (default: 4096)",
            valueName: "number"))
    var auditSize: String?

    @Option(
        name: .customLong("audit-addresses"),
        help: ArgumentHelp(
            "What the history keeps of members' addresses: none, hashed, truncated or full. (default: truncated)",
            valueName: "form"))
    var auditAddresses: String?

    @Option(
        name: .customLong("audit-key"),
        help: ArgumentHelp(
            "File with the key that signs the history. (default: one is made beside the database, with .key at its end)",
            valueName: "path"))
    var auditKey: String?

    @Option(
        name: .customLong("metrics-from"),
        help: ArgumentHelp(
            "Networks that may read /metrics besides this machine. May be repeated. (default: none)",
            valueName: "cidr"))
    var metricsFrom: [String] = []

    @Option(
        name: .customLong("admin-port"),
        help: ArgumentHelp(
            "TCP port of the operator's page (/admin): what goes on, the history, removing members, closing rooms. (default: none)",
            valueName: "number"))
    var adminPort: String?

    @Option(
        name: .customLong("admin-host"),
        help: ArgumentHelp(
            "Address of the operator's page; where others can reach it, --admin-token has to be chosen. (default: 127.0.0.1)",
            valueName: "address"))
    var adminHost: String?

    @Option(
        name: .customLong("admin-token"),
        help: ArgumentHelp(
            "What the operator's page, /status and POST /api/invitations ask for, or @ and a file with it. (default: a new one at each start for the page, printed)",
            valueName: "secret"))
    var adminToken: String?

    @Option(
        name: .customLong("log-level"),
        help: ArgumentHelp(
            "trace, debug, info, notice, warning, error or critical. (default: info)", valueName: "level"))
    var logLevel: String?

    @Option(help: ArgumentHelp("YAML file with any of these settings.", valueName: "path"))
    var config: String?

    var flags: [(ConfigurationKey, [String])] {
        [
            (.database, Self.words(database)), (.auditDays, Self.words(auditDays)),
            (.auditSize, Self.words(auditSize)), (.auditAddresses, Self.words(auditAddresses)),
            (.auditKey, Self.words(auditKey)), (.metricsFrom, metricsFrom), (.adminPort, Self.words(adminPort)),
            (.adminHost, Self.words(adminHost)), (.adminToken, Self.words(adminToken)),
            (.logLevel, Self.words(logLevel)), (.config, Self.words(config)),
        ]
    }
}

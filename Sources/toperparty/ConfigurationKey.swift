/// A setting, under the name it has as an option and in the file.
package enum ConfigurationKey: String, CaseIterable, Sendable {
    case port
    case host
    case publicAddress = "public-address"
    case workers
    case database
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

    /// May be given more than once.
    var isList: Bool { self == .publicAddress }
}

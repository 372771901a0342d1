import ArgumentParser
import Foundation

/// Every setting as an option; shared by the commands that need to know how the server is set up.
struct ConfigurationOptions: ParsableArguments {
    @OptionGroup(title: "Where to listen and be found") var listening: ListeningOptions
    @OptionGroup(title: "TLS and proxies") var tls: TLSOptions
    @OptionGroup(title: "Who may come in") var access: AccessOptions
    @OptionGroup(title: "Relay (TURN) for networks that let nothing else out") var relay: RelayOptions
    @OptionGroup(title: "Limits") var limits: LimitOptions
    @OptionGroup(title: "History and operation") var operation: OperationOptions

    var flags: [ConfigurationKey: [String]] {
        let groups: [any SettingOptions] = [listening, tls, access, relay, limits, operation]
        return Dictionary(groups.flatMap(\.flags).filter { !$0.1.isEmpty }) { $1 }
    }

    /// As they would be given to another process.
    var arguments: [String] { Self.arguments(flags) }

    static func arguments(_ flags: [ConfigurationKey: [String]]) -> [String] {
        flags.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { key, texts -> [String] in
            guard key.isSwitch else { return texts.flatMap { [key.flag, $0] } }
            return [texts == ["true"] ? key.flag : "--no-" + key.rawValue]
        }
    }

    /// Options, environment and file of this process.
    func load() throws(ConfigurationError) -> Configuration {
        try Configuration(flags: flags, environment: ProcessInfo.processInfo.environment) {
            try String(contentsOfFile: $0, encoding: .utf8)
        }
    }
}

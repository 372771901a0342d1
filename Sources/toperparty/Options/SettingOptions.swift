import ArgumentParser

/// Options that are settings.
protocol SettingOptions: ParsableArguments {
    var flags: [(ConfigurationKey, [String])] { get }
}

extension SettingOptions {
    static func words(_ text: String?) -> [String] { text.map { [$0] } ?? [] }

    static func words(_ isOn: Bool?) -> [String] { isOn.map { [String($0)] } ?? [] }
}

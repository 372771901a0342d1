/// A setting that cannot be used.
package struct ConfigurationError: StartError, Equatable {
    package let origin: SettingOrigin
    /// As it is spelled there.
    package let name: String
    /// What is wrong and what to do instead.
    package let problem: String

    /// EX_USAGE for the command line, EX_CONFIG for what stands elsewhere.
    package var exitCode: Int32 { origin == .flag ? 64 : 78 }

    package var description: String {
        switch origin {
        case .flag, .builtIn: "\(name): \(problem)"
        case .environment: "\(name) in the environment: \(problem)"
        case .file: name.isEmpty ? "\(origin): \(problem)" : "\(name) in \(origin): \(problem)"
        }
    }

    init(origin: SettingOrigin, name: String, problem: String) {
        self.origin = origin
        self.name = name
        self.problem = problem
    }

    /// Spells the setting as it is spelled where it comes from.
    init(_ key: ConfigurationKey, _ origin: SettingOrigin, _ problem: String) {
        let name =
            switch origin {
            case .flag, .builtIn: key.flag
            case .environment: key.environment
            case .file: key.rawValue
            }
        self.init(origin: origin, name: name, problem: problem)
    }
}

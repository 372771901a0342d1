/// A setting that cannot be used.
package struct ConfigurationError: StartError, Equatable {
    /// Where the setting comes from.
    package enum Origin: Sendable, Equatable {
        case flag
        case environment
        case file(String)
    }

    package let origin: Origin
    /// As it is spelled there.
    package let name: String
    package let problem: String

    /// EX_USAGE for the command line, EX_CONFIG for what stands elsewhere.
    package var exitCode: Int32 { origin == .flag ? 64 : 78 }

    package var description: String {
        switch origin {
        case .flag: "\(name): \(problem)"
        case .environment: "\(name) in the environment: \(problem)"
        case .file(let path): name.isEmpty ? "\(path): \(problem)" : "\(name) in \(path): \(problem)"
        }
    }
}

/// Where a setting comes from.
package enum SettingOrigin: Sendable, Equatable, CustomStringConvertible {
    case builtIn
    case flag
    case environment
    /// - Parameter line: counted from 1; nil for what is wrong with the file as a whole.
    case file(String, line: Int?)

    package var description: String {
        switch self {
        case .builtIn: "default"
        case .flag: "option"
        case .environment: "environment"
        case .file(let path, let line): path + (line.map { ":\($0)" } ?? "")
        }
    }
}

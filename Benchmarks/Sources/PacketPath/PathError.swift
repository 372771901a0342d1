enum PathError: Error, CustomStringConvertible {
    /// A flag is wrong; the text names it.
    case flag(String)
    case notForwarded(String)

    var exitCode: Int32 {
        if case .flag = self { return 2 }
        return 1
    }

    var description: String {
        switch self {
        case .flag(let text): "\(text) (see packet-path --help)"
        case .notForwarded(let text): text
        }
    }
}

enum RelayLoadError: Error, CustomStringConvertible {
    /// A flag is wrong; the text names it.
    case usage(String)
    case failed(String)

    /// 2 for wrong flags, 1 for a load that failed.
    var exitCode: Int32 {
        if case .usage = self { return 2 }
        return 1
    }

    var description: String {
        switch self {
        case .usage(let text): "\(text) (see relay-load --help)"
        case .failed(let text): text
        }
    }
}

enum LoadError: Error, CustomStringConvertible {
    /// A flag is wrong; the text names it.
    case usage(String)
    case network(String)
    case signaling(String)
    case notConnected(Int)

    /// 2 for wrong flags, 1 for a load that failed.
    var exitCode: Int32 {
        if case .usage = self { return 2 }
        return 1
    }

    var description: String {
        switch self {
        case .usage(let text): "\(text) (see party-load --help)"
        case .network(let text), .signaling(let text): text
        case .notConnected(let count): "\(count) clients were not connected in time"
        }
    }
}

enum LoadError: Error, CustomStringConvertible {
    case usage(String)
    case network(String)
    case signaling(String)
    case notConnected(Int)

    var description: String {
        switch self {
        case .usage(let text): "\(text)\n\n\(LoadOptions.usage)"
        case .network(let text), .signaling(let text): text
        case .notConnected(let count): "\(count) clients were not connected in time"
        }
    }
}

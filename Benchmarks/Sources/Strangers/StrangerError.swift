enum StrangerError: Error, CustomStringConvertible {
    /// A flag is wrong; the text names it.
    case usage(String)
    case failed(String)

    /// 2 for wrong flags, 1 for what could not be sent.
    var exitCode: Int32 {
        if case .usage = self { return 2 }
        return 1
    }

    var description: String {
        switch self {
        case .usage(let text): "\(text) (see strangers --help)"
        case .failed(let text): text
        }
    }
}

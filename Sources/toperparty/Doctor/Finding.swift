/// What one check has shown.
struct Finding: Sendable, Encodable {
    enum Status: String, Sendable, Encodable {
        case good
        /// Works, but not for everybody or not for long.
        case warning
        case bad
        /// Could not be found out.
        case skipped

        var mark: String {
            switch self {
            case .good: "✓"
            case .warning: "!"
            case .bad: "✗"
            case .skipped: "-"
            }
        }
    }

    let check: String
    let status: Status
    let detail: String
    /// The exact lines that help.
    var fix: [String] = []

    static func good(_ check: String, _ detail: String) -> Finding {
        Finding(check: check, status: .good, detail: detail)
    }

    static func bad(_ check: String, _ detail: String, fix: String...) -> Finding {
        Finding(check: check, status: .bad, detail: detail, fix: fix)
    }

    static func warning(_ check: String, _ detail: String, fix: String...) -> Finding {
        Finding(check: check, status: .warning, detail: detail, fix: fix)
    }

    static func skipped(_ check: String, _ detail: String) -> Finding {
        Finding(check: check, status: .skipped, detail: detail)
    }
}

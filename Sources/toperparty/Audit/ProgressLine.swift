import Foundation
import SessionStore

/// How far a long check is, on one line of the terminal that is written over and over, and is gone at the end. Programs and files get nothing of it.
final class ProgressLine {
    private let isShown: Bool
    private let write: (String) -> Void
    private var nextLook = ContinuousClock.now
    private var stage: AuditProgress.Stage?

    init(
        isShown: Bool = isatty(STDERR_FILENO) == 1,
        write: @escaping (String) -> Void = { FileHandle.standardError.write(Data($0.utf8)) }
    ) {
        self.isShown = isShown
        self.write = write
    }

    func follow<Answer>(_ body: (@escaping (AuditProgress) -> Void) throws -> Answer) rethrows -> Answer {
        defer { end() }
        return try body(show)
    }

    private func show(_ progress: AuditProgress) {
        guard isShown, progress.stage != stage || ContinuousClock.now >= nextLook else { return }
        stage = progress.stage
        nextLook = .now + .milliseconds(200)
        write("\r\u{1B}[K" + Self.text(progress))
    }

    private func end() {
        if stage != nil { write("\r\u{1B}[K") }
    }

    private static func text(_ progress: AuditProgress) -> String {
        let part = "\(progress.done) of \(progress.total)"
        let percent = progress.total > 0 ? ", \(progress.done * 100 / progress.total) %" : ""
        return switch progress.stage {
        case .file: "The file's pages and indexes …"
        case .events: "Events: \(part)\(percent)"
        case .samples: "Samples: \(part)\(percent)"
        case .parties: "Sessions and members …"
        }
    }
}

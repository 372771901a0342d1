import Foundation

/// All findings, for people or for programs.
struct DoctorReport: Encodable {
    var findings: [Finding] = []

    var isHealthy: Bool { findings.allSatisfy { $0.status != .bad } }

    var table: String {
        let width = findings.map(\.check.count).max() ?? 0
        var lines: [String] = []
        for finding in findings {
            let pad = String(repeating: " ", count: width - finding.check.count)
            lines.append("\(finding.status.mark) \(finding.check)\(pad)  \(finding.detail)")
            lines += finding.fix.map { String(repeating: " ", count: width + 4) + "→ " + $0 }
        }
        lines.append(closing)
        return lines.joined(separator: "\n") + "\n"
    }

    private var closing: String {
        let bad = findings.count { $0.status == .bad }
        let warnings = findings.count { $0.status == .warning }
        let hints = warnings == 0 ? "" : ", \(warnings) to think about"
        return bad == 0 ? "Everything needed works\(hints)." : "\(bad) to repair\(hints)."
    }

    func json() throws -> String {
        struct Document: Encodable {
            let healthy: Bool
            let findings: [Finding]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = Document(healthy: isHealthy, findings: findings)
        return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
    }
}

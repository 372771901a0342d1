import ArgumentParser
import Foundation
import SessionStore

struct AuditVerify: AuditCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that nobody edited the history, or name the first row that was changed.",
        discussion: """
            Every event holds the hash of all before it, and the last one is signed with the server's key: by default the file beside the database \
            with .key at its end. Keep a copy of the key, or of the public half that this prints, where nobody who can write the database can write: \
            then a history that was written anew from its first row is noticed as well. A head that this printed, noted elsewhere, proves later that \
            nothing up to it was changed or cut off:

                toperparty audit verify --database party.sqlite --key ~/party.pub --head 1234:5f0c…

            What was erased on request, and what was removed for its age, is said in the history itself and is no fault. Ten million events take some             minutes; on a terminal it says how far it is.
            """)

    @OptionGroup var place: AuditPlace

    @Option(help: ArgumentHelp("File with the server's key, or with its public half.", valueName: "path"))
    var key: String?

    @Option(help: ArgumentHelp("A head that was noted before.", valueName: "head"))
    var head: String?

    @Flag(help: "The verdict as a JSON object.")
    var json = false

    func answer() throws {
        let mark = try head.map { text in
            guard let mark = AuditVerdict.Mark(text) else {
                throw AuditFailure.usage(
                    "--head: a number, a colon and 64 digits as verify prints them, not \"\(text)\".")
            }
            return mark
        }
        let file = try place.open()
        let (auditKey, keyPath) = try findKey()
        let line = ProgressLine()
        let verdict = try line.follow { try file.verify(key: auditKey, noted: mark, report: $0) }
        Output.toStandardOutput(try json ? Self.object(verdict) : Self.text(verdict, auditKey, keyPath))
        guard verdict.isGood else { throw ExitCode(1) }
    }

    /// A key that was named has to be there; the one beside the database need not.
    private func findKey() throws -> (AuditKey?, String) {
        let path = try place.keyPath(key)
        if key == nil, !FileManager.default.isReadableFile(atPath: path) { return (nil, path) }
        return (try AuditKey(path: path), path)
    }

    private static func object(_ verdict: AuditVerdict) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(verdict), as: UTF8.self) + "\n"
    }

    private static func text(_ verdict: AuditVerdict, _ key: AuditKey?, _ keyPath: String) -> String {
        var lines: [String] = []
        if let fault = verdict.fault {
            lines.append("CHANGED: \(fault.table) \(fault.row): \(fault.reason).")
        } else {
            lines.append("\(verdict.events) events and \(verdict.samples) samples: nothing was changed.")
            if verdict.firstEvent > 1 {
                lines.append("Events before \(verdict.firstEvent) were removed for age or size.")
            }
            if verdict.erased > 0 { lines.append("Personal data of \(verdict.erased) members was erased on request.") }
        }
        lines.append(signature(verdict.signature, keyPath))
        lines.append("head: \(verdict.head):\(verdict.headHash)")
        if let key { lines.append("key: \(key.publicText)") }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func signature(_ signature: AuditVerdict.Signature, _ keyPath: String) -> String {
        switch signature {
        case .valid: "The head is signed with the key \(keyPath)."
        case .wrong: "CHANGED: the head is not signed with the key \(keyPath)."
        case .missing: "CHANGED: the head is not signed."
        case .notChecked: "The signature was not checked: there is no readable key \(keyPath); name one with --key."
        }
    }
}

import ArgumentParser
import SessionStore

struct AuditTimeline: AuditCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline",
        abstract: "Tell what happened, in order: who came, who pressed pause at which second of the film.",
        discussion: """
            Without --room it tells what happened on the whole server, its starts, stops and crashes among it.

                toperparty audit timeline --room movie-night --kind control --since 24h
            """)

    @OptionGroup var place: AuditPlace
    @OptionGroup var narrowing: AuditNarrowing
    @OptionGroup var form: AuditForm

    @Option(help: ArgumentHelp("Only one party.", valueName: "session"))
    var session: String?

    @Option(
        help: ArgumentHelp(
            "Only events of this kind, such as join, leave, control, url, kick, auth-failure.", valueName: "kind"))
    var kind: String?

    func answer() throws {
        var filter = try narrowing.filter()
        filter.session = session
        if let kind {
            guard let known = AuditKind(rawValue: kind) else {
                let kinds = AuditKind.allCases.map(\.rawValue).joined(separator: ", ")
                throw AuditFailure.usage("--kind: one of \(kinds); not \"\(kind)\".")
            }
            filter.kind = known
        }
        let output = Output(form.form)
        try place.open().read { reader in try reader.timeline(filter) { output.add($0.fields) } }
        output.end(nothing: "Nothing happened.")
    }
}

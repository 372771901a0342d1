import ArgumentParser
import SessionStore

struct AuditExport: AuditCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write all events, or all quality samples, for another program.",
        discussion: """
            One JSON object a line; --csv for a spreadsheet.

                toperparty audit export --database party.sqlite --room movie-night > events.jsonl
                toperparty audit export --database party.sqlite --samples --csv > samples.csv
            """)

    @OptionGroup var place: AuditPlace
    @OptionGroup var narrowing: AuditNarrowing
    @OptionGroup var form: AuditForm

    @Flag(help: "The quality samples of each ten seconds instead of the events.")
    var samples = false

    func answer() throws {
        let filter = try narrowing.filter()
        let output = Output(form.csv ? .csv : .json)
        try place.open().read { reader in
            guard samples else { return try reader.timeline(filter) { output.add($0.fields) } }
            try reader.samples(filter) { output.add($0.fields) }
        }
        output.end(nothing: "")
    }
}

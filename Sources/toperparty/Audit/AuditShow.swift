import ArgumentParser
import SessionStore

struct AuditShow: AuditCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one party: its members, how good it was for them, and what happened.",
        discussion: """
            Sent, received and relayed are megabytes of media. Loss, delay (there and back) and sync (how far the film was from the party's) are told \
            as they were for half of the time and, behind the stroke, for all but a twentieth of it. --json has all of it as numbers.
            """)

    @Argument(help: ArgumentHelp("As \"audit sessions\" lists it.", valueName: "session")) var session: String
    @OptionGroup var place: AuditPlace
    @OptionGroup var form: AuditForm

    func answer() throws {
        var filter = AuditFilter()
        filter.session = session
        try place.open().read { reader in
            guard let party = try reader.sessions(filter).first else {
                throw SessionStoreError.notFound("session \"\(session)\"")
            }
            try show("party", [party.fields])
            try show("members", try reader.members(filter).map(\.fields))
            try show("events", try reader.timeline(filter).map(\.fields))
        }
    }

    /// - Parameter part: the heading for people; programs tell the parts by their fields.
    private func show(_ part: String, _ rows: [[OutputField]]) throws {
        if form.form == .table { Output.toStandardOutput(part == "party" ? "" : "\n") }
        let output = Output(form.form)
        for row in rows { output.add(row) }
        output.end(nothing: "No \(part).")
    }
}

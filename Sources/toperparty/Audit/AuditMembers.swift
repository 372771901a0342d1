import ArgumentParser
import SessionStore

struct AuditMembers: AuditCommand {
    static let configuration = CommandConfiguration(
        commandName: "members", abstract: "List who was there: when, from where, with which browser, how good it was.",
        discussion: """
            Sent, received and relayed are megabytes of media. Loss, delay (there and back) and sync (how far the film was from the party's) are told \
            as they were for half of the time and, behind the stroke, for all but a twentieth of it. Of those who are still there it is told as it was \
            until now. --json has all of it as numbers.
            """)

    @OptionGroup var place: AuditPlace
    @OptionGroup var narrowing: AuditNarrowing
    @OptionGroup var form: AuditForm

    @Option(help: ArgumentHelp("Only one party.", valueName: "session"))
    var session: String?

    func answer() throws {
        var filter = try narrowing.filter()
        filter.session = session
        let output = Output(form.form)
        for member in try place.open().read({ try $0.members(filter) }) { output.add(member.fields) }
        output.end(nothing: "Nobody was there.")
    }
}

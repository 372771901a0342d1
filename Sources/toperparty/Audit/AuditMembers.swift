import ArgumentParser
import SessionStore

struct AuditMembers: AuditCommand {
    static let configuration = CommandConfiguration(
        commandName: "members", abstract: "List who was there: when, from where, with which browser, how good it was.")

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

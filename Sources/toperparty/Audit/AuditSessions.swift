import ArgumentParser
import SessionStore

struct AuditSessions: AuditCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions", abstract: "List parties: when, in which room, who was there.",
        discussion: "A session is a party: from a room's first member to its last. One without an end goes on.")

    @OptionGroup var place: AuditPlace
    @OptionGroup var narrowing: AuditNarrowing
    @OptionGroup var form: AuditForm

    func answer() throws {
        let filter = try narrowing.filter()
        let output = Output(form.form)
        for session in try place.open().read({ try $0.sessions(filter) }) { output.add(session.fields) }
        output.end(nothing: "There was no party.")
    }
}

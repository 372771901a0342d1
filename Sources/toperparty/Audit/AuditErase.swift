import ArgumentParser
import Foundation
import SessionStore
import Signaling

struct AuditErase: AuditCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erase what is personal of one person: name, browser, address.",
        discussion: """
            The events stay, without saying who it was; the chain can still be verified, and says that something was erased. It needs the server's \
            key. Without --yes it only lists who would be erased:

                toperparty audit erase --database party.sqlite --member "Ada Lovelace"
                toperparty audit erase --database party.sqlite --member "Ada Lovelace" --yes

            Copies and backups of the database are not reached. Somebody still at a party is recorded again with the next event that names them.
            """)

    @OptionGroup var place: AuditPlace
    @OptionGroup var narrowing: AuditNarrowing

    @Option(help: ArgumentHelp("File with the server's secret key.", valueName: "path"))
    var key: String?

    @Flag(help: "Do it.")
    var yes = false

    func answer() throws {
        let filter = try narrowing.filter()
        guard filter.member != nil else { throw AuditFailure.usage("--member: say who, by id or name.") }
        guard filter.limit == nil else { throw AuditFailure.usage("--limit: not here; nobody is erased by half.") }
        let eraser = try AuditEraser(path: try place.path(), keyPath: try place.keyPath(key))
        guard yes else { return try preview(eraser, filter) }
        let erasures = try eraser.erase(filter, now: Date().timeIntervalSince1970 * 1000)
        for erasure in erasures {
            Output.toStandardOutput("erased: \(erasure.member) in room \(erasure.room), \(erasure.events) events\n")
        }
    }

    private func preview(_ eraser: AuditEraser, _ filter: AuditFilter) throws {
        let members = try eraser.preview(filter)
        guard let who = filter.member, !members.isEmpty else {
            throw SessionStoreError.notFound("member \"\(filter.member ?? "")\"")
        }
        let output = Output(.table)
        for member in members { output.add(member.fields) }
        output.end(nothing: "")
        throw AuditFailure.no(
            "nothing was erased. To erase what is personal of \"\(LogText.escaped(who))\", repeat it with --yes.")
    }
}

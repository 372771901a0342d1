import ArgumentParser
import SessionStore

/// Which part of the history is meant.
struct AuditNarrowing: ParsableArguments {
    @Option(help: ArgumentHelp("Only this room.", valueName: "room"))
    var room: String?

    @Option(help: ArgumentHelp("Only this member: an id, or a name as it was shown.", valueName: "member"))
    var member: String?

    @Option(
        help: ArgumentHelp(
            "From this time on: 2026-11-22, 2026-11-22T20:15, 2026-11-22T20:15:00Z, or 90m, 12h, 7d for so long ago.",
            valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp("Before this time, written likewise.", valueName: "time"))
    var until: String?

    @Option(help: ArgumentHelp("The last so many.", valueName: "number"))
    var limit: Int?

    func filter() throws -> AuditFilter {
        var filter = AuditFilter()
        filter.room = room
        filter.member = member
        filter.since = try time(since, "--since")
        filter.until = try time(until, "--until")
        if let limit, limit < 1 { throw AuditFailure.usage("--limit: a number from 1 on, not \(limit).") }
        filter.limit = limit
        return filter
    }

    private func time(_ text: String?, _ option: String) throws -> Double? {
        guard let text else { return nil }
        guard let time = TimeText.parse(text) else {
            throw AuditFailure.usage("\(option): a time such as 2026-11-22T20:15 or 12h, not \"\(text)\".")
        }
        return time
    }
}

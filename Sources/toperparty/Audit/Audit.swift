import ArgumentParser

/// `toperparty audit`.
struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask the history who was there, what happened and how good it was.",
        discussion: """
            The server writes the history when it is started with --database. All of these work while it runs, on its database or on a copy:

                toperparty audit sessions --database party.sqlite --since 7d
                toperparty audit show SESSION --database party.sqlite
                toperparty audit timeline --room movie-night --since 2026-11-22T20:00 --until 2026-11-22T23:00
                toperparty audit verify --database party.sqlite

            Instead of --database, TOPERPARTY_DATABASE or the server's --config tell where the history is. Tables are for people, in this \
            machine's time zone; --json and --csv are for programs, in UTC.

            Exit codes: 0 when it is answered; 1 when the answer is no (verify found a change, nobody fits erase); 64 for a wrong option; 66 when \
            there is no such database or key; 74 when it cannot be read.
            """,
        subcommands: [
            AuditSessions.self, AuditShow.self, AuditTimeline.self, AuditMembers.self, AuditExport.self,
            AuditVerify.self,
            AuditErase.self,
        ])
}

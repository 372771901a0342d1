import ArgumentParser

/// How the answer is written.
struct AuditForm: ParsableArguments {
    @Flag(help: "One JSON object a line, times in UTC.")
    var json = false

    @Flag(help: "Comma-separated values with a line of titles, times in UTC.")
    var csv = false

    var form: OutputForm { json ? .json : csv ? .csv : .table }

    func validate() throws {
        if json, csv { throw ValidationError("--json or --csv, not both.") }
    }
}

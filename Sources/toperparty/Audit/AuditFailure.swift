/// Why an answer cannot be given.
struct AuditFailure: StartError {
    let description: String
    var exitCode: Int32

    /// EX_USAGE.
    static func usage(_ text: String) -> AuditFailure { AuditFailure(description: text, exitCode: 64) }

    /// The question was right, and the answer is no.
    static func no(_ text: String) -> AuditFailure { AuditFailure(description: text, exitCode: 1) }
}

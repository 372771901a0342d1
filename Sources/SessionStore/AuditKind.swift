/// What an event of the audit trail says.
package enum AuditKind: String, Sendable, CaseIterable {
    // A party.
    case sessionStart = "session-start"
    case sessionEnd = "session-end"
    /// How good the party was for one member, when the member goes and at the session's end. The store fills in what the samples say.
    case summary
    // Its members.
    case knock
    case join
    case resume
    /// The connection is gone, the seat is kept.
    case away
    case leave
    case rename
    case role
    case kick
    // What they do.
    case control
    case url
    case stall
    case policy
    case lock
    case mute
    case invitation
    // Who did not come in, and who did not behave.
    case refused
    case authFailure = "auth-failure"
    case badInput = "bad-input"
    // Their connections.
    case path
    /// What went through this server's relay for one member.
    case relay
    // What the operator does.
    case operatorAction = "operator"
    case erasure
    case retention
    // The server.
    case serverStart = "server-start"
    case serverStop = "server-stop"
    case serverCrash = "server-crash"
    /// Events were lost before this one; `detail` says how many and why.
    case storeGap = "store-gap"
}

/// How far a check of the audit trail is.
package struct AuditProgress: Sendable, Equatable {
    package enum Stage: Sendable {
        /// Pages and indexes of the file: SQLite does not say how far it is.
        case file
        case events
        case samples
        /// The tables of sessions and members.
        case parties
    }

    package var stage: Stage
    /// Rows looked at, of how many; 0 of 0 where that is not known.
    package var done: Int64 = 0
    package var total: Int64 = 0
}

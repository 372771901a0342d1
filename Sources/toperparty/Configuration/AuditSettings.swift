/// The history of sessions.
package struct AuditSettings: Sendable, Equatable {
    /// nil keeps no history.
    package var database: String?
    /// Older sessions are removed; nil keeps them for ever.
    package var days: Int? = 365
    /// Mebibytes the database may have before its oldest sessions go; nil is no bound.
    package var size: Int? = 4096
    package var addresses = AuditAddresses.truncated
    /// File of the key that signs the history's head; nil is beside the database.
    package var key: String?

    package init() {}
}

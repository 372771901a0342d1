/// Which part of the audit trail is meant. What is `nil` does not narrow it.
package struct AuditFilter: Sendable, Equatable {
    package var room: String?
    package var session: String?
    /// A member's id or name.
    package var member: String?
    /// Milliseconds since 1970; from `since` on, before `until`.
    package var since: Double?
    package var until: Double?
    package var kind: AuditKind?
    /// The latest so many.
    package var limit: Int?

    package init() {}
}

/// Something that happened, as it goes into the audit trail.
package struct AuditEvent: Sendable, Equatable {
    /// Milliseconds since 1970.
    package var at: Double
    package var kind: AuditKind
    package var room: String?
    /// The party: from a room's first member to its last.
    package var session: String?
    package var member: String?
    /// Where the film was.
    package var filmSecond: Double?
    /// `name`, `agent` and `address` are personal: they are kept apart, shortened as the options say, and can be erased. All other keys are the event's own.
    package var detail: [String: String]

    package init(
        at: Double, kind: AuditKind, room: String? = nil, session: String? = nil, member: String? = nil,
        filmSecond: Double? = nil, detail: [String: String] = [:]
    ) {
        self.at = at
        self.kind = kind
        self.room = room
        self.session = session
        self.member = member
        self.filmSecond = filmSecond
        self.detail = detail
    }
}

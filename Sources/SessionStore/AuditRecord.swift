/// An event as it is shown.
package struct AuditRecord: Sendable, Equatable, Codable {
    package var seq: Int64
    /// Milliseconds since 1970.
    package var at: Double
    package var kind: String
    package var room: String?
    package var session: String?
    package var member: String?
    /// The member's name at the time; `nil` when it was erased.
    package var name: String?
    /// Where the film was.
    package var filmSecond: Double?
    package var detail: [String: String]
}

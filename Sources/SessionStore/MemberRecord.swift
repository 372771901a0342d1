/// Somebody who was at a party, as shown.
package struct MemberRecord: Sendable, Equatable, Codable {
    package var session: String
    package var room: String
    package var member: String
    /// `nil` when it was erased.
    package var name: String?
    package var agent: String?
    package var address: String?
    /// Milliseconds since 1970.
    package var joined: Double?
    /// `nil` while there.
    package var left: Double?
    package var reason: String?
    /// How good it was, or is until now; see `SessionSummary`. Empty when nothing was measured.
    package var quality: [String: String]
}

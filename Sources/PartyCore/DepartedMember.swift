/// Somebody who closed properly, as when a page is loaded anew, and may come back as the same member until then.
package struct DepartedMember: Sendable, Equatable, Codable {
    package var isDeputy: Bool
    package var isInvitedHost: Bool
    package var until: Double
}

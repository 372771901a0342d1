/// By which somebody who was kicked is known again.
package struct MemberMarks: Sendable, Equatable, Codable {
    /// A personal invitation.
    package var invitation: String?
    /// Where the connection comes from, or a keyed hash of it.
    package var address: String?

    package init(invitation: String? = nil, address: String? = nil) {
        self.invitation = invitation
        self.address = address
    }
}

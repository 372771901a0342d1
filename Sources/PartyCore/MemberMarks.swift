/// By which somebody who was kicked is known again.
package struct MemberMarks: Sendable, Equatable, Codable {
    /// A personal invitation.
    package var invitation: String?
    /// The network that the connection comes from; where there are invitations, they are enough.
    package var address: String?
    /// As it is compared: see `fold`.
    package internal(set) var name: String?

    package init(invitation: String? = nil, address: String? = nil) {
        self.invitation = invitation
        self.address = address
    }

    /// Names that people take for the same.
    static func fold(_ name: String) -> String {
        name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

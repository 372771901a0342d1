/// `ROLE`: what somebody may do now.
package struct ServerRole: ServerMessage, Equatable {
    private let type = "ROLE"
    package var memberId: String
    package var role: MemberRole
    /// Who gave it.
    package var by: String?

    package init(memberId: String, role: MemberRole, by: String? = nil) {
        self.memberId = memberId
        self.role = role
        self.by = by
    }
}

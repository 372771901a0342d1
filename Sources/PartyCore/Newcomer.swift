import PartyProtocol

/// Who asks to enter.
package struct Newcomer: Sendable, Equatable {
    package var id: String
    package var name: String
    /// As the invitation says.
    package var role: MemberRole
    package var marks: MemberMarks
    /// False for a camera or a programme that publishes by WHIP.
    package var isPerson: Bool

    package init(
        id: String, name: String, role: MemberRole = .member, marks: MemberMarks = MemberMarks(), isPerson: Bool = true
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.marks = marks
        self.isPerson = isPerson
    }
}

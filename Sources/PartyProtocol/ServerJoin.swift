/// `JOIN` to the others: somebody came.
package struct ServerJoin: ServerMessage {
    private let type = "JOIN"
    package var member: MemberDescription

    package init(member: MemberDescription) {
        self.member = member
    }
}

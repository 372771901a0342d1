/// `ROLE` from a client: gives somebody a role.
package struct ClientRole: ClientMessage, Equatable {
    package static let type = "ROLE"

    package var memberId: String
    package var role: MemberRole

    package init(memberId: String, role: MemberRole) {
        self.memberId = memberId
        self.role = role
    }

    package func validate() throws(FieldError) {
        try PartyText.checkIdentifier(memberId, field: "memberId")
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

/// `INVITE` from a client: asks for an invitation to its room, for whomever its user wants to come.
package struct ClientInvite: ClientMessage, Equatable {
    package static let type = "INVITE"

    /// The client's; comes back in the answer.
    package var id: String

    package init(id: String) {
        self.id = id
    }

    package func validate() throws(FieldError) { try PartyText.checkLabel(id, longest: 64, field: "id") }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

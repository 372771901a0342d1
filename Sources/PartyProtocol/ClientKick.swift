/// `KICK` from a client: removes somebody for good.
package struct ClientKick: ClientMessage, Equatable {
    package static let type = "KICK"

    package var memberId: String

    package init(memberId: String) {
        self.memberId = memberId
    }

    package func validate() throws(FieldError) {
        try PartyText.checkIdentifier(memberId, field: "memberId")
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

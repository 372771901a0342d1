/// `REFUSE` from a client: turns somebody away who knocked.
package struct ClientRefuse: ClientMessage, Equatable {
    package static let type = "REFUSE"

    package var memberId: String

    package init(memberId: String) {
        self.memberId = memberId
    }

    package func validate() throws(FieldError) {
        try PartyText.checkIdentifier(memberId, field: "memberId")
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

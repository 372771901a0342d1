/// `ADMIT` from a client: lets somebody in who knocked.
package struct ClientAdmit: ClientMessage, Equatable {
    package static let type = "ADMIT"

    package var memberId: String

    package init(memberId: String) {
        self.memberId = memberId
    }

    package func validate() throws(FieldError) {
        try PartyText.checkIdentifier(memberId, field: "memberId")
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

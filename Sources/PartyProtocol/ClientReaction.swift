/// `REACTION` from a client: shows a symbol for a moment.
package struct ClientReaction: ClientMessage, Equatable {
    package static let type = "REACTION"

    package var text: String

    package init(text: String) {
        self.text = text
    }

    package func validate() throws(FieldError) {
        try PartyText.checkReaction(text, field: "text")
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

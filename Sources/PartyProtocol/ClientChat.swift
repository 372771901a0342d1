/// `CHAT` from a client: says something.
package struct ClientChat: ClientMessage, Equatable {
    package static let type = "CHAT"

    /// Comes back, so that the sender knows its own.
    package var id: String?
    package var text: String

    package init(id: String? = nil, text: String) {
        self.id = id
        self.text = text
    }

    package func validate() throws(FieldError) {
        if let id { try PartyText.checkLabel(id, longest: PartyLimits.textLength, field: "id") }
        try PartyText.checkChat(text, field: "text")
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

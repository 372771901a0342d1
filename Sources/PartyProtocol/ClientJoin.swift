/// `JOIN` from a client: the first message on a socket.
package struct ClientJoin: ClientMessage, Equatable {
    package static let type = "JOIN"

    package var version: Int
    package var roomId: String
    package var name: String

    package init(version: Int, roomId: String, name: String) {
        self.version = version
        self.roomId = roomId
        self.name = name
    }

    package func validate() throws(FieldError) {
        try PartyText.checkIdentifier(roomId, field: "roomId")
        try PartyText.checkName(name, field: "name")
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

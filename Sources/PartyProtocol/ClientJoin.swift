/// `JOIN` from a client: the first message on a socket.
package struct ClientJoin: ClientMessage, Equatable {
    package static let type = "JOIN"

    package var version: Int
    package var roomId: String
    package var name: String
    /// An invitation, where the server asks for one.
    package var token: String?
    /// From the last `WELCOME`: the client wants its seat back.
    package var resume: String?
    /// The last numbered message it has seen, when it wants its seat back.
    package var seq: Int?

    package init(
        version: Int, roomId: String, name: String, token: String? = nil, resume: String? = nil, seq: Int? = nil
    ) {
        self.version = version
        self.roomId = roomId
        self.name = name
        self.token = token
        self.resume = resume
        self.seq = seq
    }

    package func validate() throws(FieldError) {
        try PartyText.checkIdentifier(roomId, field: "roomId")
        try PartyText.checkName(name, field: "name")
        if let token { try PartyText.checkLabel(token, longest: PartyLimits.tokenBytes, field: "token") }
        if let resume { try PartyText.checkLabel(resume, longest: PartyLimits.textLength, field: "resume") }
        if let seq { try PartyNumber.checkRevision(seq, field: "seq") }
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

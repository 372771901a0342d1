/// `WAITING`: whom everyone waits for; nobody any more, when it is empty.
package struct ServerWaiting: ServerMessage, Equatable {
    private let type = "WAITING"
    package var members: [String]
    /// Milliseconds on the server's clock, when the party goes on without them.
    package var deadline: Double?

    package init(members: [String], deadline: Double? = nil) {
        self.members = members
        self.deadline = deadline
    }
}

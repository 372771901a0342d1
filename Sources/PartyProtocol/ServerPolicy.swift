/// `POLICY`: the rules of the room.
package struct ServerPolicy: ServerMessage, Equatable {
    private let type = "POLICY"
    package var policy: PartyPolicy
    /// Who changed them.
    package var by: String?

    package init(policy: PartyPolicy, by: String? = nil) {
        self.policy = policy
        self.by = by
    }
}

/// What a client says about itself in its offer or answer.
struct LocalParameters {
    var usernameFragment: String
    var password: String
    /// Upper-case hexadecimal with colons.
    var fingerprint: String
    var ssrc: UInt32
    var transportFeedback: Bool
    var setup: LoadOptions.Setup
    /// Receiving m-lines.
    var slots: Int
}

/// How a connection of ours speaks TLS.
enum ProbeTLS: Sendable, Equatable {
    case none
    /// As browsers do: chain, dates and name are checked.
    case verified(name: String)
    /// To look at a certificate that does not pass.
    case unverified(name: String)
}

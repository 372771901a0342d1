package enum LeaveReason: String, Codable, Sendable {
    /// On purpose: LEAVE, DELETE, or a proper close.
    case left
    /// The connection broke.
    case disconnected
    /// Silent for too long.
    case timeout
    /// By the server, for breaking a rule.
    case removed
    /// By the host or a deputy.
    case kicked
}

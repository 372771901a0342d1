package enum HostChangeReason: String, Codable, Sendable, CaseIterable {
    /// The first to come, or invited as host.
    case joined
    /// The host before left, or the connection broke.
    case left
    case disconnected
    /// The host before came back in time.
    case returned
    /// The host before gave the seat away.
    case handed
}

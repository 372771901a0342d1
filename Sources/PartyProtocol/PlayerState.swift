/// What a member's player can do with the film.
package enum PlayerState: String, Codable, Sendable, CaseIterable {
    /// It has no player for this film, and nobody waits for it.
    case none
    /// Loads or buffers.
    case stalled
    case ready
}

/// `CHAT` or `REACTION` to everyone, and what newcomers are told of what was said before.
package struct HistoryEntry: ServerMessage, Codable, Equatable {
    package enum Kind: String, Codable, Sendable {
        case chat = "CHAT"
        case reaction = "REACTION"
    }

    package var type: Kind
    package var memberId: String
    /// As it was then.
    package var name: String
    /// What was said, or the symbol; shown as text.
    package var text: String
    /// Milliseconds on the server's clock.
    package var at: Double
    /// Seconds of the film.
    package var position: Double?
    /// The sender's own.
    package var id: String?

    package init(
        type: Kind, memberId: String, name: String, text: String, at: Double, position: Double?, id: String? = nil
    ) {
        self.type = type
        self.memberId = memberId
        self.name = name
        self.text = text
        self.at = at
        self.position = position
        self.id = id
    }
}

/// What a member wants of the film.
package struct PlaybackCommand: Sendable, Equatable {
    package enum Action: Sendable, Equatable {
        /// Seconds, where the sender stands; `nil` where the film is.
        case play(position: Double?)
        case pause(position: Double?)
        case seek(Double)
        case rate(Double)
        case film(Film, position: Double, playing: Bool)
    }

    package var action: Action
    package var by: String
    /// The film it is about; `nil` whatever is played.
    package var revision: Int?
    package var id: String?

    package init(_ action: Action, by: String, revision: Int? = nil, id: String? = nil) {
        self.action = action
        self.by = by
        self.revision = revision
        self.id = id
    }
}

/// `TIMELINE`: where the party is. A command's effect goes to everyone, its sender too.
package struct ServerTimeline: ServerMessage, Equatable {
    private let type = "TIMELINE"
    package var film: FilmDescription?
    /// Counts films.
    package var revision: Int
    /// Seconds, at the time of `applyAt`.
    package var position: Double
    /// From `applyAt` on.
    package var playing: Bool
    package var rate: Double
    /// It would play, but everyone waits for somebody.
    package var held: Bool
    /// Milliseconds on the server's clock, never before `serverTime`.
    package var applyAt: Double
    package var serverTime: Double
    package var cause: TimelineCause
    /// Who did it; nobody, when the server did.
    package var by: String?
    /// Of the command.
    package var id: String?

    package init(
        film: FilmDescription?, revision: Int, position: Double, playing: Bool, rate: Double, held: Bool,
        applyAt: Double, serverTime: Double, cause: TimelineCause, by: String? = nil, id: String? = nil
    ) {
        self.film = film
        self.revision = revision
        self.position = position
        self.playing = playing
        self.rate = rate
        self.held = held
        self.applyAt = applyAt
        self.serverTime = serverTime
        self.cause = cause
        self.by = by
        self.id = id
    }
}

/// Everyone waits for somebody's film.
struct Wait: Sendable, Equatable {
    /// When the party goes on whoever is missing.
    var deadline: Double
    /// Who was last told to be waited for.
    var told: [String] = []
}

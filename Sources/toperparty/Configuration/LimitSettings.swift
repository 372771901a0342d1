/// What everybody together, and one of them, may use.
package struct LimitSettings: Sendable, Equatable {
    package var rooms = 1000
    package var members = 100
    package var viewers = 1000
    package var connections = 20_000
    package var connectionsPerAddress = 256
    /// How long the seat of a member without connection is kept.
    package var resumeTime: Duration = .seconds(30)

    package init() {}
}

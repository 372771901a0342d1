/// What everybody together, and one of them, may use.
package struct LimitSettings: Sendable, Equatable {
    package var rooms = 1000
    package var members = 100
    package var viewers = 1000
    package var connections = 20_000
    package var connectionsPerAddress = 256
    /// Within a minute, of one client address.
    package var joinsPerAddress = 3000
    /// Bytes of one WebSocket message.
    package var messageSize = 65_536
    /// A second, on one WebSocket.
    package var messages = 50
    /// Characters.
    package var nameLength = 64
    package var chatLength = 1000
    /// A second, of one member.
    package var chats = 2
    /// People who wait before the door of one room.
    package var knocks = 20
    /// How long whoever was removed from a room is kept out of it, where there are no invitations.
    package var kickTime: Duration = .seconds(3600)
    /// How long everyone waits for somebody's film.
    package var waitTime: Duration = .seconds(8)
    /// How long the seat of a member without connection is kept.
    package var resumeTime: Duration = .seconds(30)

    package init() {}
}

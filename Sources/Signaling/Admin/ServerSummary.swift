import SessionStore

/// The server as an operator sees it now.
struct ServerSummary: Encodable, Sendable {
    private struct History: Encodable {
        /// Events and samples that could not be written.
        let dropped: UInt64
        /// What is wrong with the database.
        let alarm: String?
    }

    private let version: String
    /// Milliseconds since 1970.
    private let started: Double
    private let time: Double
    private let draining: Bool
    /// Absent when none is kept.
    private let history: History?
    private let members: Int
    private let viewers: Int
    /// Kilobits of media a second, from all members and to them.
    private let bitrateIn: Double
    private let bitrateOut: Double
    private let rooms: [RoomSummary]
    /// Rooms that are not listed.
    private let omitted: Int

    /// - Parameters:
    ///   - rooms: all there are, the largest first.
    ///   - most: so many are listed.
    init(
        version: String, started: Double, time: Double, draining: Bool, history: StoreStatistics?,
        rooms: [RoomSummary], most: Int
    ) {
        self.version = version
        self.started = started
        self.time = time
        self.draining = draining
        self.history = history.map { History(dropped: $0.dropped, alarm: $0.alarm) }
        members = rooms.map(\.members).reduce(0, +)
        viewers = rooms.map(\.viewers).reduce(0, +)
        bitrateIn = rooms.map(\.bitrateIn).reduce(0, +)
        bitrateOut = rooms.map(\.bitrateOut).reduce(0, +)
        self.rooms = Array(rooms.prefix(most))
        omitted = max(0, rooms.count - most)
    }
}

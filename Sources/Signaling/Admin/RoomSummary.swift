import PartyProtocol

/// A room in a line.
struct RoomSummary: Encodable, Sendable {
    let id: String
    let session: String?
    let members: Int
    /// Members whose connection broke a moment ago.
    let away: Int
    let viewers: Int
    let knocking: Int
    let locked: Bool
    let film: FilmDescription?
    /// Seconds into the film.
    let position: Double
    let playing: Bool
    let held: Bool
    /// How many members' media take which path.
    let paths: [String: Int]
    /// Kilobits of media a second, from all members and to them.
    let bitrateIn: Double
    let bitrateOut: Double
    /// The worst member's: part of the packets lost, and milliseconds by which the film is off.
    let loss: Double?
    let syncErrorP95: Double?

    init(_ room: RoomOverview) {
        id = room.id
        session = room.session
        members = room.members.count
        away = room.members.count(where: \.away)
        viewers = room.viewers
        knocking = room.knocking
        locked = room.locked
        film = room.film
        position = room.position
        playing = room.playing
        held = room.held
        paths = room.members.compactMap(\.path).reduce(into: [:]) { $0[$1, default: 0] += 1 }
        bitrateIn = room.members.compactMap(\.bitrateIn).reduce(0, +)
        bitrateOut = room.members.compactMap(\.bitrateOut).reduce(0, +)
        loss = room.members.compactMap(\.loss).max()
        syncErrorP95 = room.members.compactMap(\.syncErrorP95).max()
    }
}

import PartyCore

/// What a room is begun with after the server was restarted.
struct RoomMemory: Sendable {
    var snapshot: RoomSnapshot
    /// The session of the audit trail that goes on.
    var session: String?
}

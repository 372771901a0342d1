/// What one write takes from the queue.
struct StoreBatch: Sendable {
    var entries: [StoreEntry] = []
    /// The last of each room.
    var rooms: [String: RoomChange] = [:]
    var invitations: [String: StoredInvitation] = [:]

    var isEmpty: Bool { entries.isEmpty && rooms.isEmpty && invitations.isEmpty }

    /// Later ones win.
    mutating func add(_ later: StoreBatch) {
        entries += later.entries
        rooms.merge(later.rooms) { _, new in new }
        invitations.merge(later.invitations) { _, new in new }
    }
}

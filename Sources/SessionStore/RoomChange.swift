/// What becomes of a room that is kept for the next start.
enum RoomChange: Sendable {
    /// The text is made by the thread that writes, once for all changes since its last batch; without one nothing changes.
    case keep(@Sendable () -> [UInt8]?)
    case forget
}

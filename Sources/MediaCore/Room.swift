import Bytes

/// Participants who see each other. Everything of a room belongs to one worker.
struct Room: ~Copyable {
    /// What relay credentials for this room carry; 0 is nobody's.
    let mark: UInt32
    var transports: [Handle<Transport>] = []
    /// The seats have to be given out anew before the turn ends.
    var needsSeating = false

    init(mark: UInt32) { self.mark = mark }
}

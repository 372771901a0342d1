import Bytes

/// Participants who see each other. Everything of a room belongs to one worker.
struct Room: ~Copyable {
    var transports: [Handle<Transport>] = []
    /// The seats have to be given out anew before the turn ends.
    var needsSeating = false
}

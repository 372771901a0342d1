import MediaServer
import SessionStore

/// What all rooms of a server share.
struct RoomSurroundings: Sendable {
    let configuration: SignalingConfiguration
    let media: MediaServer
    let clock: WallClock
    let access: AccessControl
    /// The memory of parties; `nil` keeps none.
    let store: SessionStore?
}

import MediaCore
import PartyProtocol

/// Somebody the others in a room see.
struct Member: Sendable {
    let id: String
    let name: String
    /// From which the member came; see `AccessControl.network`.
    var network: String?
    var tracks: [TrackDescription] = []
    var transport: TransportID?
    /// How media travels; see `ServerPath`.
    var path: String?
    /// What outlives the member's socket; a WHIP publisher has none.
    var membership: Membership?
    /// What ends with a WHIP publisher's place.
    var resource: MediaResource?
    /// What reaches the member; nothing does when it publishes by WHIP, or is away.
    var listener: (any RoomListener)?
    var legacy: LegacyLink?
}

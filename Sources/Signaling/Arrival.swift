import PartyCore
import PartyProtocol

/// Somebody at the door of a room, with whatever the room needs to speak to them.
struct Arrival: Sendable {
    var newcomer: Newcomer
    var membership: Membership?
    var listener: (any RoomListener)?
    var candidate: (any Candidate)?
    var legacy: LegacyLink?
    /// By which a WHIP publisher is there.
    var resource: MediaResource?
    var tracks: [TrackDescription] = []
    /// Somebody has opened already.
    var isAdmitted = false
    /// For the record: address and user agent.
    var detail: [String: String] = [:]

    var network: String? { detail["address"].map(AccessControl.network) }
}

import MediaCore
import PartyProtocol

/// Somebody the others in a room see.
struct Member: Sendable {
    let id: String
    let name: String
    var tracks: [TrackDescription] = []
    var transport: TransportID?
    /// What reaches the member; nothing does when it publishes by WHIP.
    var listener: (any RoomListener)?

    var description: MemberDescription {
        MemberDescription(memberId: id, name: name, tracks: tracks)
    }
}

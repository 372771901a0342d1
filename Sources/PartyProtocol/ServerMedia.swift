/// `MEDIA` to the others: a member's whole list of tracks.
package struct ServerMedia: ServerMessage {
    private let type = "MEDIA"
    package var memberId: String
    package var tracks: [TrackDescription]

    package init(memberId: String, tracks: [TrackDescription]) {
        self.memberId = memberId
        self.tracks = tracks
    }
}

/// `MEDIA` from a client: what changed about its tracks.
package struct ClientMedia: ClientMessage, Equatable {
    package static let type = "MEDIA"

    package var tracks: [TrackDescription]

    package init(tracks: [TrackDescription]) {
        self.tracks = tracks
    }

    package func validate() throws(FieldError) {
        try TrackDescription.validate(tracks)
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

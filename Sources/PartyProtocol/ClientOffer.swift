/// `OFFER`: a session description, and what each of its sending m-lines carries.
package struct ClientOffer: ClientMessage, Equatable {
    package static let type = "OFFER"

    /// The client's counter, echoed in the answer.
    package var id: Int
    package var sdp: String
    package var tracks: [TrackDescription]

    package init(id: Int, sdp: String, tracks: [TrackDescription]) {
        self.id = id
        self.sdp = sdp
        self.tracks = tracks
    }

    package func validate() throws(FieldError) {
        guard !sdp.isEmpty else { throw FieldError(field: "sdp", problem: "must not be empty") }
        try TrackDescription.validate(tracks)
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

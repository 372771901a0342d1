import MediaParameters

/// `MUTE_REQUEST` from a client: asks somebody to be silent, or to hide the picture.
package struct ClientMuteRequest: ClientMessage, Equatable {
    package static let type = "MUTE_REQUEST"

    package var memberId: String
    package var source: TrackSource

    package init(memberId: String, source: TrackSource) {
        self.memberId = memberId
        self.source = source
    }

    package func validate() throws(FieldError) {
        try PartyText.checkIdentifier(memberId, field: "memberId")
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

import MediaParameters

/// `MUTE_REQUEST`: the host or a deputy asks the receiver to mute a track.
package struct ServerMuteRequest: ServerMessage, Equatable {
    private let type = "MUTE_REQUEST"
    package var source: TrackSource
    package var by: String

    package init(source: TrackSource, by: String) {
        self.source = source
        self.by = by
    }
}

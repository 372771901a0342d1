import MediaParameters

/// How a receiver wants to see one stream of another participant.
package struct StreamRequest: Sendable, Equatable {
    package var publisher: TransportID
    /// `camera` stands for camera and microphone, `screen` for screen and its audio.
    package var source: TrackSource
    /// Device pixels; 0 means that its video is not shown and not sent.
    package var height: Int
    package var pinned: Bool

    package init(publisher: TransportID, source: TrackSource, height: Int, pinned: Bool) {
        self.publisher = publisher
        self.source = source
        self.height = height
        self.pinned = pinned
    }
}

import MediaParameters

/// What the sender says about one of its uplinks.
package struct TrackLabel: Sendable, Equatable {
    package var mid: String
    package var source: TrackSource
    package var muted: Bool

    package init(mid: String, source: TrackSource, muted: Bool) {
        self.mid = mid
        self.source = source
        self.muted = muted
    }
}

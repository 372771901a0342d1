import MediaParameters

/// What one sending m-line carries.
package struct TrackDescription: Codable, Sendable, Equatable {
    package var mid: String
    package var source: TrackSource
    package var muted: Bool

    package init(mid: String, source: TrackSource, muted: Bool) {
        self.mid = mid
        self.source = source
        self.muted = muted
    }

    /// At most one description an m-line, and no more than a session description has m-lines.
    static func validate(_ tracks: [TrackDescription]) throws(FieldError) {
        guard tracks.count <= PartyLimits.mediaSections else {
            throw FieldError(field: "tracks", problem: "must have at most \(PartyLimits.mediaSections) entries")
        }
        var seen: Set<String> = []
        for (index, track) in tracks.enumerated() {
            let field = "tracks[\(index)].mid"
            try PartyText.checkMid(track.mid, field: field)
            guard seen.insert(track.mid).inserted else {
                throw FieldError(field: field, problem: "is named twice")
            }
        }
    }
}

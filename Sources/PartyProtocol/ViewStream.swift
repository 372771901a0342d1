import MediaParameters

/// One stream in a `VIEW`.
package struct ViewStream: Codable, Sendable, Equatable {
    package var memberId: String
    package var source: TrackSource
    /// Height in device pixels at which it is shown; 0 when it is not shown.
    package var height: Int
    package var pinned: Bool

    package init(memberId: String, source: TrackSource, height: Int, pinned: Bool) {
        self.memberId = memberId
        self.source = source
        self.height = height
        self.pinned = pinned
    }

    func validate() throws(FieldError) {
        try PartyText.checkIdentifier(memberId, field: "memberId")
        guard (0...16_384).contains(height) else {
            throw FieldError(field: "height", problem: "must be between 0 and 16384")
        }
    }
}

/// What a client needs to come back to its seat, and whether it just did.
package struct SeatDescription: Encodable, Sendable, Equatable {
    /// For the next `JOIN`; good once, and only for this member and room.
    package var resume: String
    /// Milliseconds for which the seat is kept when the connection breaks.
    package var graceTime: Double
    /// Number of the last numbered message before this one.
    package var seq: Int
    /// This is the seat that the client had before.
    package var resumed: Bool
    /// The numbered messages that it missed follow; otherwise some are lost, and what stands here is the whole state.
    package var complete: Bool
    /// The server still has this member's media transport; otherwise a new peer connection must be offered.
    package var media: Bool

    package init(resume: String, graceTime: Double, seq: Int, resumed: Bool, complete: Bool, media: Bool) {
        self.resume = resume
        self.graceTime = graceTime
        self.seq = seq
        self.resumed = resumed
        self.complete = complete
        self.media = media
    }
}

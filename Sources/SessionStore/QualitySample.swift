/// How good it was for one member since the sample before.
package struct QualitySample: Sendable, Equatable {
    /// Milliseconds since 1970.
    package var at: Double
    package var room: String
    package var session: String
    package var member: String
    /// Bytes since the sample before, from the member and to it.
    package var bytesIn: Int
    package var bytesOut: Int
    /// Part of the packets lost, 0 to 1; `nil` when nobody reported.
    package var loss: Double?
    /// Milliseconds.
    package var roundTrip: Double?
    /// Since the sample before.
    package var freezes: Int
    /// Milliseconds the film was ahead of the party; behind when negative.
    package var syncError: Double?
    /// A `PathKind`.
    package var path: String?

    package init(
        at: Double, room: String, session: String, member: String, bytesIn: Int = 0, bytesOut: Int = 0,
        loss: Double? = nil, roundTrip: Double? = nil, freezes: Int = 0, syncError: Double? = nil, path: String? = nil
    ) {
        self.at = at
        self.room = room
        self.session = session
        self.member = member
        self.bytesIn = bytesIn
        self.bytesOut = bytesOut
        self.loss = loss
        self.roundTrip = roundTrip
        self.freezes = freezes
        self.syncError = syncError
        self.path = path
    }
}

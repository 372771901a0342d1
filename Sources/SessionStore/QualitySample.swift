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
    /// Of both, those that went through this server's relay.
    package var relayBytes: Int
    /// Part of the packets lost in the worse direction, 0 to 1; `nil` when nobody reported.
    package var loss: Double?
    /// Milliseconds.
    package var roundTrip: Double?
    /// Since the sample before.
    package var freezes: Int
    /// Milliseconds the film was ahead of the party, by the median of the reports; behind when negative.
    package var syncError: Double?
    /// Milliseconds that 95 of 100 reports did not exceed, without sign.
    package var syncErrorP95: Double?
    /// A `PathKind`.
    package var path: String?

    package init(
        at: Double, room: String, session: String, member: String, bytesIn: Int = 0, bytesOut: Int = 0,
        relayBytes: Int = 0, loss: Double? = nil, roundTrip: Double? = nil, freezes: Int = 0, syncError: Double? = nil,
        syncErrorP95: Double? = nil, path: String? = nil
    ) {
        self.at = at
        self.room = room
        self.session = session
        self.member = member
        self.bytesIn = bytesIn
        self.bytesOut = bytesOut
        self.relayBytes = relayBytes
        self.loss = loss
        self.roundTrip = roundTrip
        self.freezes = freezes
        self.syncError = syncError
        self.syncErrorP95 = syncErrorP95
        self.path = path
    }
}

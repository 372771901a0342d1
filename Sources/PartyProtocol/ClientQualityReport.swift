/// `QUALITY_REPORT` from a client: what only it can see of how good the party is.
package struct ClientQualityReport: ClientMessage, Equatable {
    package static let type = "QUALITY_REPORT"
    /// Freezes in one report.
    package static let mostFreezes = 1000

    /// How often a picture of another member stood still since the report before (`freezeCount` of W3C webrtc-stats).
    package var freezes: Int
    /// Why media makes a detour; absent on the direct way, and when nothing is known.
    package var detour: PathDetour?

    package init(freezes: Int, detour: PathDetour? = nil) {
        self.freezes = freezes
        self.detour = detour
    }

    package func validate() throws(FieldError) {
        guard (0...Self.mostFreezes).contains(freezes) else {
            throw FieldError(field: "freezes", problem: "must be between 0 and \(Self.mostFreezes)")
        }
    }

    package func deliver(to receiver: some ClientMessageReceiver) async { await receiver.receive(self) }
}

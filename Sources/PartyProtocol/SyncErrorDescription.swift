/// How far a member's film is from the party's, in milliseconds, over the last minute.
package struct SyncErrorDescription: Codable, Sendable, Equatable {
    package var memberId: String
    package var p50: Double
    package var p95: Double

    package init(memberId: String, p50: Double, p95: Double) {
        self.memberId = memberId
        self.p50 = p50
        self.p95 = p95
    }
}

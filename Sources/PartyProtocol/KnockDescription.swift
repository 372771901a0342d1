/// Somebody who waits to be let in.
package struct KnockDescription: Codable, Sendable, Equatable {
    package var memberId: String
    package var name: String
    /// True when somebody was removed from the same network a while ago.
    package var suspicious: Bool?

    package init(memberId: String, name: String, suspicious: Bool? = nil) {
        self.memberId = memberId
        self.name = name
        self.suspicious = suspicious
    }
}

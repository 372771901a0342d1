/// Somebody who waits to be let in.
package struct KnockDescription: Codable, Sendable, Equatable {
    package var memberId: String
    package var name: String

    package init(memberId: String, name: String) {
        self.memberId = memberId
        self.name = name
    }
}

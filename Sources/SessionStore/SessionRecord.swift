/// A party as it is shown.
package struct SessionRecord: Sendable, Equatable, Codable {
    package var session: String
    package var room: String
    /// Milliseconds since 1970.
    package var opened: Double
    /// `nil` while it goes on.
    package var closed: Double?
    package var reason: String?
    package var members: Int
    /// At most ten.
    package var names: [String]
}

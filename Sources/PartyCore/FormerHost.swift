/// A host who is gone, and until when the seat is given back.
package struct FormerHost: Sendable, Equatable, Codable {
    package var id: String
    package var until: Double
}

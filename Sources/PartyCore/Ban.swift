/// What is remembered of somebody who was removed from a room.
package struct Ban: Sendable, Equatable, Codable {
    package var marks: MemberMarks
    /// Invitations stay void; network and name are forgotten then, for they may be somebody else's by that time.
    package var until: Double
}

/// A member as an operator sees it now. What is not known is absent.
package struct MemberOverview: Sendable, Equatable, Encodable {
    package var id: String
    package var name: String
    /// `host`, `deputy` or `member`.
    package var role: String
    /// `page`, `whip` or `first-extension`.
    package var client: String
    /// Milliseconds since 1970.
    package var joinedAt: Double
    /// The connection broke, and the seat is kept for a while.
    package var away: Bool
    /// A `PathKind`; absent while there is no media connection.
    package var path: String?
    /// Why media makes a detour, as the client found; a `PathDetour`.
    package var detour: String?
    /// Kilobits of media a second, from the member and to it.
    package var bitrateIn: Double?
    package var bitrateOut: Double?
    /// Part of the packets lost in the worse direction, 0 to 1.
    package var loss: Double?
    /// Milliseconds that media takes there and back; of the signaling connection before media has told.
    package var roundTrip: Double?
    /// Milliseconds by which the film was off over the last minute, without sign.
    package var syncErrorP50: Double?
    package var syncErrorP95: Double?
}

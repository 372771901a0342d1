/// The right to enter one room.
package struct Invitation: Sendable, Equatable {
    /// Names the invitation wherever its uses are counted or it is taken back.
    package var id: String
    package var room: String
    package var role: InvitationRole
    /// The name its holder has in the room; `nil` lets the holder choose.
    package var name: String?
    /// In milliseconds since 1970; from then on it is refused.
    package var expires: Double
    /// How often it may be used to enter; `nil` is as often as one likes until it expires.
    package var uses: Int?

    package init(
        id: String = Invitation.randomID(), room: String, role: InvitationRole = .member, name: String? = nil,
        expires: Double, uses: Int? = nil
    ) {
        self.id = id
        self.room = room
        self.role = role
        self.name = name
        self.expires = expires
        self.uses = uses
    }

    /// 96 random bits.
    package static func randomID() -> String {
        let digits = Array("0123456789abcdefghijklmnopqrstuv")
        var generator = SystemRandomNumberGenerator()
        return String((0..<20).map { _ in digits[Int(generator.next() & 31)] })
    }
}

import Access
import PartyProtocol

/// The body of `POST /api/invitations`.
struct InvitationRequest: Decodable, Sendable {
    /// Seconds.
    static let lifetimes = 60...31_536_000
    static let mostUses = 100_000

    var room: String
    var role: InvitationRole?
    var name: String?
    /// Seconds from now on.
    var expiresIn: Int?
    var uses: Int?

    func validate() throws(FieldError) {
        try PartyText.checkIdentifier(room, field: "room")
        if let name { try PartyText.checkName(name, field: "name") }
        guard Self.lifetimes.contains(expiresIn ?? Self.lifetimes.lowerBound) else {
            throw FieldError(
                field: "expiresIn",
                problem: "must be between \(Self.lifetimes.lowerBound) and \(Self.lifetimes.upperBound) seconds")
        }
        guard (1...Self.mostUses).contains(uses ?? 1) else {
            throw FieldError(field: "uses", problem: "must be between 1 and \(Self.mostUses)")
        }
    }

    /// - Parameters:
    ///   - usual: milliseconds that it is good when the request does not say.
    ///   - now: milliseconds since 1970.
    func invitation(usual: Double, now: Double) -> Invitation {
        let life = expiresIn.map { Double($0) * 1000 } ?? usual
        return Invitation(room: room, role: role ?? .member, name: name, expires: now + life, uses: uses)
    }
}

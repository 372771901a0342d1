import Foundation
import JWTKit

/// An invitation as it stands in a token: RFC 7519 section 4.1 for `jti`, `aud` and `exp`, our own names for the rest.
struct InvitationClaims: JWTPayload {
    static let audience = "toperparty"

    var aud: String
    var jti: String
    var exp: Double
    var room: String
    var role: InvitationRole
    var name: String?
    var uses: Int?

    init(_ invitation: Invitation) {
        aud = Self.audience
        jti = invitation.id
        exp = (invitation.expires / 1000).rounded()
        room = invitation.room
        role = invitation.role
        name = invitation.name
        uses = invitation.uses
    }

    /// What is said here is judged by `InvitationKey`, with the time it is given.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    var invitation: Invitation {
        Invitation(id: jti, room: room, role: role, name: name, expires: exp * 1000, uses: uses)
    }
}

import Access
import Foundation

/// The answer to `POST /api/invitations`.
struct InvitationAnswer: Encodable, Sendable {
    var id: String
    var room: String
    var role: InvitationRole
    var name: String?
    var uses: Int?
    /// ISO 8601.
    var expires: String
    var token: String
    var link: String

    init(_ issued: IssuedInvitation, link: String) {
        let invitation = issued.invitation
        id = invitation.id
        room = invitation.room
        role = invitation.role
        name = invitation.name
        uses = invitation.uses
        expires = Date(timeIntervalSince1970: (invitation.expires / 1000).rounded()).formatted(.iso8601)
        token = issued.token
        self.link = link
    }
}

import Access
import Bytes
import PartyProtocol
import SessionStore

/// Makes invitations for members and for other back ends, and keeps a record of each.
actor InvitationDesk {
    private let surroundings: RoomSurroundings
    private var budget: TokenBucket

    init(_ surroundings: RoomSurroundings) {
        self.surroundings = surroundings
        let limits = surroundings.configuration
        budget = TokenBucket(perSecond: limits.invitationsPerSecond, burst: limits.invitationBurst)
    }

    /// - Parameters:
    ///   - session: the party, when it is a member of one who invites.
    ///   - member: who invites; `nil` is another back end.
    func issue(
        _ invitation: Invitation, session: String? = nil, member: String? = nil
    ) async throws(InvitationRefusal) -> IssuedInvitation {
        guard surroundings.access.asksForInvitations else { throw .notNeeded }
        let now = surroundings.clock.now()
        guard budget.take(at: UInt64(max(0, now)) * 1_000_000) else { throw .tooMany }
        do throws(AccessError) {
            guard let token = try await surroundings.access.issue(invitation) else { throw .unusable(field: "key") }
            record(invitation, session, member, now)
            return IssuedInvitation(invitation: invitation, token: token)
        } catch {
            throw .unusable(error)
        }
    }

    /// Without the name in it, which nobody could erase before there is a member of that name.
    private func record(_ invitation: Invitation, _ session: String?, _ member: String?, _ now: Double) {
        var detail = [
            "id": invitation.id, "role": invitation.role.rawValue, "by": member == nil ? "api" : "member",
            "expires": String(Int(invitation.expires / 1000)),
        ]
        detail["uses"] = invitation.uses.map { String($0) }
        surroundings.store?.record(
            AuditEvent(
                at: now, kind: .invitation, room: invitation.room, session: session, member: member, detail: detail))
    }
}

import Access
import Bytes

/// Who may enter: everybody, or whoever has an invitation.
package final class AccessControl: Sendable {
    private let key: InvitationKey?
    private let uses: InvitationUses
    private let attempts: AttemptLimiter

    /// Everybody may enter.
    package static let open = AccessControl(key: nil)

    package init(
        key: InvitationKey?, uses: InvitationUses = InvitationUses(), attempts: AttemptLimiter = AttemptLimiter()
    ) {
        self.key = key
        self.uses = uses
        self.attempts = attempts
    }

    package var asksForInvitations: Bool { key != nil }

    /// Takes one use of an invitation; answers `nil` where none is needed.
    /// - Parameters:
    ///   - host: the client's address, by which wrong attempts are counted.
    ///   - now: milliseconds since 1970.
    func admit(
        _ token: String?, to room: String, from host: String, now: Double
    ) async throws(EntryError) -> Invitation? {
        guard let key else { return nil }
        let address = Self.network(of: host)
        guard attempts.mayTry(address, now: now) else { throw .tooManyAttempts }
        guard let token else { throw .invitationMissing }
        do {
            let invitation = try await key.verify(token, room: room, now: now)
            try uses.use(invitation, now: now)
            return invitation
        } catch {
            attempts.failed(address, now: now)
            throw .invitation(error)
        }
    }

    /// The token of an invitation; `nil` where none is needed.
    func issue(_ invitation: Invitation) async throws(AccessError) -> String? { try await key?.issue(invitation) }

    /// Gives back a use whose holder did not come in after all.
    func giveBack(_ invitation: Invitation?) {
        if let invitation { uses.giveBack(invitation) }
    }

    func withdraw(_ invitation: Invitation?, now: Double) {
        if let invitation { uses.withdraw(invitation, now: now) }
    }

    /// An IPv4 address, or the /64 of an IPv6 one, which a single customer has all of.
    static func network(of host: String) -> String {
        guard let address = SocketAddress(host: host, port: 0) else { return host }
        guard !address.isIPv4 else { return address.host }
        return String(address.high, radix: 16) + "::/64"
    }
}

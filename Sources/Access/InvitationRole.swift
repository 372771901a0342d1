/// What an invitation lets its holder be.
package enum InvitationRole: String, Codable, Sendable, CaseIterable {
    case host
    case deputy
    case member
}

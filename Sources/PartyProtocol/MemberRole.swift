/// What a member may do, beside what the policy lets everyone do.
package enum MemberRole: String, Codable, Sendable, CaseIterable {
    case host
    /// May do what the host may, except to change roles and policy.
    case deputy
    case member
}

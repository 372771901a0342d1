import Access

/// An invitation, and the token that it is.
struct IssuedInvitation: Sendable {
    var invitation: Invitation
    var token: String
}

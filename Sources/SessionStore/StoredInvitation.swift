/// How often an invitation was used, for the server's next start.
package struct StoredInvitation: Sendable, Equatable {
    package var id: String
    package var used: Int
    package var withdrawn: Bool
    /// Milliseconds since 1970; forgotten from then on.
    package var expires: Double

    package init(id: String, used: Int, withdrawn: Bool, expires: Double) {
        self.id = id
        self.used = used
        self.withdrawn = withdrawn
        self.expires = expires
    }
}

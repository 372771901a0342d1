/// `INVITATION`: the answer to `INVITE`, for the one who asked.
package struct ServerInvitation: ServerMessage, Equatable {
    private let type = "INVITATION"
    /// Of the `INVITE`.
    package var id: String
    /// Goes into `JOIN`, or behind `#token=` in the room's address.
    package var token: String
    /// Milliseconds since 1970.
    package var expires: Double
    /// The whole address, when the server knows where people find it.
    package var link: String?

    package init(id: String, token: String, expires: Double, link: String? = nil) {
        self.id = id
        self.token = token
        self.expires = expires
        self.link = link
    }
}

/// `ANSWER`: the session description for the `OFFER` of the same `id`.
package struct ServerAnswer: ServerMessage {
    private let type = "ANSWER"
    package var id: Int
    package var sdp: String

    package init(id: Int, sdp: String) {
        self.id = id
        self.sdp = sdp
    }
}

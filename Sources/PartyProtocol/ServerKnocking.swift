/// `KNOCKING`: the answer to `JOIN` while somebody has to open.
package struct ServerKnocking: ServerMessage, Equatable {
    private let type = "KNOCKING"
    package var roomId: String

    package init(roomId: String) {
        self.roomId = roomId
    }
}

import Access
import Edge
import Logging
import MediaCore
import MediaParameters
import MediaServer
import PartyCore
import PartyProtocol
import SessionStore

/// What a session hears of its room.
struct SessionListener: RoomListener, Candidate {
    let session: Session
    let membership: Membership

    var receiver: WebSocket? { session.socket }

    private func send(_ text: String) { session.socket.send(text) }

    func publisherAppeared(_ memberID: String) {
        Task { await membership.publisherAppeared(memberID) }
    }

    func kicked() {
        let error = PartyError.kicked
        send(MessageText.encode(ServerError(code: error.code, message: error.description)))
        session.socket.close(.kicked)
    }

    func roomClosed() {
        let error = EntryError.roomClosed(room: membership.room.id)
        send(MessageText.encode(ServerError(code: error.code, message: error.description)))
        session.socket.close(error.close)
    }

    // MARK: Before the door

    func admitted() { Task { await session.admitted() } }

    func turnedAway() {
        send(MessageText.encode(ServerError(code: .refused, message: "Nobody let you in.")))
        session.socket.close(.refused)
    }
}

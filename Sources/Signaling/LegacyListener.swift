import Access
import Edge
import Logging
import MediaCore
import MediaParameters
import MediaServer
import PartyCore
import PartyProtocol
import SessionStore

/// The room speaks to these members in their own words; of ours they only learn that they must go.
struct LegacyListener: RoomListener {
    let socket: WebSocket

    var receiver: WebSocket? { nil }

    func kicked() { socket.close(.kicked) }

    func roomClosed() { socket.close(.roomClosed) }
}

import Access
import Edge
import Logging
import MediaCore
import MediaParameters
import MediaServer
import PartyCore
import PartyProtocol
import SessionStore

/// How the room reaches a member with the first extension, and where that member's film was last.
struct LegacyLink: Sendable {
    let socket: WebSocket
    var currentTime: Double = 0
    var isPlaying = false
    var lastUpdate: Double
}

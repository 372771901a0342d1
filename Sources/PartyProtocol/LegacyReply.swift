/// A message to a client of the first extension; absent fields are not written.
package struct LegacyReply: ServerMessage, Equatable {
    package var type: String
    package var userId: String?
    package var roomId: String?
    package var to: String?
    package var fromUserId: String?
    package var newHostUserId: String?
    package var hostUserId: String?
    package var control: String?
    package var currentTime: Double?
    package var isPlaying: Bool?
    package var url: String?
    package var respectAutoPlay: Bool?
    package var timestamp: Double?

    package init(_ type: String, userId: String? = nil, roomId: String? = nil) {
        self.type = type
        self.userId = userId
        self.roomId = roomId
    }
}

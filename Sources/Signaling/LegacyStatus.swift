import Access
import Edge
import Foundation
import Logging
import MediaCore
import MediaParameters
import MediaServer
import PartyCore
import PartyProtocol
import SessionStore

/// The answer of `/status` in the form that the first extension's popup reads. Rooms are only those in which somebody from the asking network is with
/// that extension; the counts are of those rooms.
package struct LegacyStatus: Encodable, Sendable {
    package struct User: Encodable, Sendable {
        var userId: String
        var currentTime: Double
        var isPlaying: Bool
        var lastUpdate: String
    }

    package struct Room: Encodable, Sendable {
        var roomId: String
        var userCount: Int
        var hostUserId: String?
        var currentUrl: String?
        var currentTime: Double
        var isPlaying: Bool
        var lastUpdate: String
        var users: [User]
    }

    package var activeRooms: Int
    package var activeUsers: Int
    package var rooms: [Room]
    /// For programs; the popup does not look at it.
    package var server: ServerStatus?

    init(rooms: [Room]) {
        self.rooms = rooms
        activeRooms = rooms.count
        activeUsers = rooms.reduce(0) { $0 + $1.userCount }
    }

    /// ISO 8601, of milliseconds since 1970.
    static func date(_ milliseconds: Double) -> String {
        Date(timeIntervalSince1970: milliseconds / 1000).formatted(.iso8601)
    }
}

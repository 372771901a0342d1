import Foundation
import PartyCore

/// Snapshots of rooms as JSON.
enum SnapshotText {
    static func encode(_ snapshot: RoomSnapshot) -> [UInt8]? {
        (try? JSONEncoder().encode(snapshot)).map(Array.init)
    }

    /// `nil` for what another version has written, or nobody.
    static func decode(_ json: [UInt8]) -> RoomSnapshot? {
        guard let snapshot = try? JSONDecoder().decode(RoomSnapshot.self, from: Data(json)),
            snapshot.format == RoomSnapshot.format
        else { return nil }
        return snapshot
    }
}

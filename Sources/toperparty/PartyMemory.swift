import Access
import Foundation
import Logging
import SessionStore
import Signaling

/// What the server remembers: the database, and what the server before this one has left in it.
struct PartyMemory {
    var store: SessionStore?
    private var rooms: [StoredRoom] = []
    private var sessions: [String: String] = [:]
    private var invitations: [StoredInvitation] = []

    /// Opens the database, if there is to be one. What is said there of the last server's end is true afterwards.
    init(_ settings: AuditSettings, logger: Logger) async throws {
        guard let path = settings.database else { return }
        do {
            let store = try SessionStore(path: path, options: Self.options(settings, logger))
            self.store = store
            rooms = try await readableRooms(in: store, logger)
            invitations = try await store.invitations()
            let start = try await store.begin(version: Version.text, continuing: Set(rooms.map(\.id)))
            sessions = start.continued
            if let crashed = start.crashed {
                let date = Date(timeIntervalSince1970: crashed / 1000).formatted(.iso8601)
                logger.warning("the server before this one did not end in order", metadata: ["alive": "\(date)"])
            }
        } catch let error as SessionStoreError {
            throw StartFailure(description: error.description)
        }
    }

    /// Rooms that can begin anew. The sessions of others end in the record, for nobody can come back to them.
    private func readableRooms(in store: SessionStore, _ logger: Logger) async throws -> [StoredRoom] {
        try await store.rooms().filter { room in
            if PartyHub.canRestore(room) { return true }
            logger.warning("a kept room cannot be read", metadata: ["room": "\(LogText.escaped(room.id))"])
            store.forgetRoom(room.id)
            return false
        }
    }

    private static func options(_ settings: AuditSettings, _ logger: Logger) -> SessionStoreOptions {
        var options = SessionStoreOptions()
        options.addresses = AddressPolicy(rawValue: settings.addresses.rawValue) ?? .truncated
        options.eventAge = settings.days.map { .seconds(Int64($0) * 86_400) }
        options.size = settings.size.map { $0 << 20 }
        options.keyPath = settings.key
        options.logger = logger
        return options
    }

    /// Who may enter, with the uses of invitations as they were counted.
    func access(_ settings: AccessSettings) async throws -> AccessControl {
        guard let secret = settings.secret else { return .open }
        let records = invitations.map {
            InvitationUses.Record(id: $0.id, used: $0.used, withdrawn: $0.withdrawn, expires: $0.expires)
        }
        let uses = InvitationUses(records: records) { [store] record in
            store?.save(
                StoredInvitation(
                    id: record.id, used: record.used, withdrawn: record.withdrawn, expires: record.expires))
        }
        do {
            return AccessControl(key: try await InvitationKey(secret.text), uses: uses)
        } catch {
            throw StartFailure(description: error.description)
        }
    }

    func restore(_ hub: PartyHub) async { await hub.restore(rooms, sessions: sessions) }

    func close() async { await store?.close() }
}

import Logging
import MediaServer
import PartyProtocol

/// All rooms of the server, and everybody who can be told that it shuts down.
package actor PartyHub {
    package nonisolated let configuration: SignalingConfiguration
    nonisolated let media: MediaServer
    nonisolated let clock: WallClock
    nonisolated let relayDesk: RelayDesk
    private let logger: Logger

    private var rooms: [String: PartyRoom] = [:]
    private var sessions: [ObjectIdentifier: Session] = [:]
    private var resources: [String: MediaResource] = [:]
    package private(set) var isDraining = false
    private var joins = 0

    package init(
        media: MediaServer, configuration: SignalingConfiguration = SignalingConfiguration(),
        clock: WallClock = .system,
        logger: Logger
    ) {
        self.media = media
        self.configuration = configuration
        self.clock = clock
        relayDesk = RelayDesk(media: media, configuration: configuration, clock: clock)
        self.logger = logger
    }

    // MARK: Rooms

    /// A seat in a room, which begins now if it has to.
    func reserve(_ memberID: String, in roomID: String) async throws(EntryError) -> PartyRoom {
        while true {
            let room = try room(roomID)
            if try await room.reserve(memberID) {
                joins += 1
                return room
            }
            forget(room)
        }
    }

    func admitViewer(_ viewerID: String, to roomID: String) async throws(EntryError) -> PartyRoom {
        while true {
            let room = try room(roomID)
            if try await room.admitViewer(viewerID) { return room }
            forget(room)
        }
    }

    private func room(_ id: String) throws(EntryError) -> PartyRoom {
        guard !isDraining else { throw .draining }
        if let room = rooms[id] { return room }
        guard rooms.count < configuration.rooms else { throw .tooManyRooms(limit: configuration.rooms) }
        var logger = logger
        logger[metadataKey: "room"] = "\(id)"
        let room = PartyRoom(id: id, configuration: configuration, media: media, logger: logger) { [weak self] room in
            await self?.forget(room)
        }
        rooms[id] = room
        logger.info("room began")
        return room
    }

    private func forget(_ room: PartyRoom) {
        if rooms[room.id] === room { rooms[room.id] = nil }
    }

    // MARK: Sessions

    func begin(_ session: Session) { sessions[ObjectIdentifier(session)] = session }

    func end(_ session: Session) { sessions[ObjectIdentifier(session)] = nil }

    func keep(_ resource: MediaResource) { resources[resource.id] = resource }

    func resource(_ id: String) -> MediaResource? { resources[id] }

    func drop(_ resource: MediaResource) { resources[resource.id] = nil }

    /// Nobody enters any more, and everybody is told to go.
    package func drain() async {
        guard !isDraining else { return }
        isDraining = true
        logger.info("draining", metadata: ["rooms": "\(rooms.count)", "sockets": "\(sessions.count)"])
        for session in sessions.values { await session.drain() }
        for resource in resources.values { await resource.end(.removed) }
    }

    package func statistics() async -> HubStatistics {
        var statistics = HubStatistics(rooms: rooms.count, joins: joins, resources: resources.count)
        for room in rooms.values {
            statistics.members += await room.memberCount
            statistics.viewers += await room.viewerCount
        }
        return statistics
    }
}

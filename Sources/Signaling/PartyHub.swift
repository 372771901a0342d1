import Access
import Edge
import Logging
import MediaCore
import MediaParameters
import MediaServer
import PartyCore
import PartyProtocol
import SessionStore

/// All rooms of the server, and everybody who can be told that it shuts down.
package actor PartyHub {
    nonisolated let surroundings: RoomSurroundings
    nonisolated let relayDesk: RelayDesk
    nonisolated let complaintDesk = ComplaintDesk()
    nonisolated let joinLimiter: AttemptLimiter
    nonisolated let invitationDesk: InvitationDesk
    nonisolated let gates: TokenGates
    /// Milliseconds since 1970.
    nonisolated let startedAt: Double
    nonisolated let logger: Logger

    private var rooms: [String: PartyRoom] = [:]
    private var sessions: [ObjectIdentifier: Session] = [:]
    private var resources: [String: MediaResource] = [:]
    /// Rooms that the operator has closed, and until when nobody comes in.
    private var closed: [String: Double] = [:]
    package private(set) var isDraining = false
    private var joins = 0

    /// - Parameters:
    ///   - access: who may enter.
    ///   - gates: what programs and operators have to show.
    ///   - store: where rooms and what happens in them are kept; `nil` keeps nothing.
    package init(
        media: MediaServer, configuration: SignalingConfiguration = SignalingConfiguration(),
        clock: WallClock = .system, access: AccessControl = .open, gates: TokenGates = TokenGates(),
        store: SessionStore? = nil, logger: Logger
    ) {
        self.gates = gates
        startedAt = clock.now()
        let surroundings = RoomSurroundings(
            configuration: configuration, media: media, clock: clock, access: access, store: store)
        joinLimiter = AttemptLimiter(failures: configuration.joinsPerMinute)
        self.surroundings = surroundings
        invitationDesk = InvitationDesk(surroundings)
        relayDesk = RelayDesk(media: media, configuration: configuration, clock: clock)
        self.logger = logger
    }

    package nonisolated var configuration: SignalingConfiguration { surroundings.configuration }
    nonisolated var media: MediaServer { surroundings.media }
    nonisolated var clock: WallClock { surroundings.clock }
    nonisolated var access: AccessControl { surroundings.access }

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

    func admitViewer(_ viewer: Newcomer, to roomID: String) async throws(EntryError) -> PartyRoom {
        while true {
            let room = try room(roomID)
            if try await room.admitViewer(viewer) { return room }
            forget(room)
        }
    }

    /// The room of this name, if there is one.
    func find(_ roomID: String) -> PartyRoom? { rooms[roomID] }

    private func room(_ id: String) throws(EntryError) -> PartyRoom {
        guard !isDraining else { throw .draining }
        if let until = closed[id], clock.now() < until { throw .roomClosed(room: id) }
        if let room = rooms[id] { return room }
        guard rooms.count < configuration.rooms else { throw .tooManyRooms(limit: configuration.rooms) }
        let room = makeRoom(id, memory: nil)
        logger.info("room began", metadata: ["room": "\(id)"])
        return room
    }

    private func makeRoom(_ id: String, memory: RoomMemory?) -> PartyRoom {
        var logger = logger
        logger[metadataKey: "room"] = "\(id)"
        let room = PartyRoom(id: id, surroundings: surroundings, memory: memory, logger: logger) { [weak self] room in
            await self?.forget(room)
        }
        rooms[id] = room
        return room
    }

    private func forget(_ room: PartyRoom) {
        if rooms[room.id] === room { rooms[room.id] = nil }
    }

    // MARK: The operator

    /// Removes a member in the operator's name; false when there is no such room or member.
    package func expel(_ memberID: String, from roomID: String) async -> Bool {
        guard let room = rooms[roomID] else { return false }
        do { try await room.expel(memberID) } catch { return false }
        return true
    }

    /// Closes a room in the operator's name; false when there is none. Clients come back by themselves, so for a while nobody comes in.
    package func close(_ roomID: String) async -> Bool {
        guard let room = rooms[roomID] else { return false }
        let now = clock.now()
        closed = closed.filter { now < $0.value }
        closed[roomID] = now + configuration.closedTime
        await room.closeDown()
        for resource in resources.values where resource.room === room { await resource.end(.removed) }
        return true
    }

    // MARK: After a restart

    /// Whether a room can begin anew from what was kept of it.
    package static func canRestore(_ stored: StoredRoom) -> Bool { snapshot(stored) != nil }

    private static func snapshot(_ stored: StoredRoom) -> RoomSnapshot? {
        guard PartyText.isIdentifier(stored.id), let snapshot = SnapshotText.decode(stored.json),
            snapshot.id == stored.id
        else { return nil }
        return snapshot
    }

    /// Begins the rooms of the server before this one anew: everybody in them may come back.
    /// - Parameters:
    ///   - rooms: as the store kept them; what cannot be read is left out.
    ///   - sessions: of the audit trail that go on, by room.
    package func restore(_ rooms: [StoredRoom], sessions: [String: String]) async {
        for stored in rooms.prefix(configuration.rooms) {
            guard let snapshot = Self.snapshot(stored), self.rooms[stored.id] == nil else {
                logger.warning("a kept room cannot be read", metadata: ["room": "\(LogText.escaped(stored.id))"])
                surroundings.store?.forgetRoom(stored.id)
                continue
            }
            let room = makeRoom(stored.id, memory: RoomMemory(snapshot: snapshot, session: sessions[stored.id]))
            await room.awaitReturn()
            logger.info("room came back", metadata: ["room": "\(stored.id)"])
        }
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
        for room in rooms.values { await room.freeze() }
        for session in sessions.values { await session.drain() }
        for resource in resources.values { await resource.end(.removed) }
    }

    func legacyStatus(from network: String) async -> LegacyStatus {
        var found: [LegacyStatus.Room] = []
        for room in rooms.values {
            if let status = await room.legacyStatus(from: network) { found.append(status) }
        }
        return LegacyStatus(rooms: found)
    }

    /// All rooms with anybody in them, as they are now, in the order of their names.
    package func overview() async -> [RoomOverview] {
        var found: [RoomOverview] = []
        for room in rooms.values { found.append(await room.overview()) }
        return found.filter { !$0.members.isEmpty || $0.viewers > 0 }.sorted { $0.id < $1.id }
    }

    /// One room as it is now; `nil` when there is none of this name.
    package func overview(of roomID: String) async -> RoomOverview? { await rooms[roomID]?.overview() }

    package func statistics() async -> HubStatistics {
        var statistics = HubStatistics(rooms: 0, joins: joins, resources: resources.count)
        for room in rooms.values {
            let (members, viewers) = await (room.memberCount, room.viewerCount)
            statistics.rooms += members + viewers > 0 ? 1 : 0
            statistics.members += members
            statistics.viewers += viewers
        }
        return statistics
    }
}

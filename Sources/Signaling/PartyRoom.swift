import Logging
import MediaCore
import MediaServer
import PartyProtocol

/// A room: who is in it, and the media room that goes with it. It begins with its first participant and ends with its last.
package actor PartyRoom {
    package nonisolated let id: String
    private let configuration: SignalingConfiguration
    private let media: MediaServer
    private let logger: Logger
    private let whenEnded: @Sendable (PartyRoom) async -> Void

    /// In the order they came.
    private var members: [Member] = []
    /// Seats given to members who are not yet announced, and viewers by WHEP, whom nobody sees.
    private var reserved: Set<String> = []
    private var viewers: Set<String> = []
    private var mediaRoom: Task<MediaRoom, Never>?
    private var ended = false

    init(
        id: String, configuration: SignalingConfiguration, media: MediaServer, logger: Logger,
        whenEnded: @escaping @Sendable (PartyRoom) async -> Void
    ) {
        self.id = id
        self.configuration = configuration
        self.media = media
        self.logger = logger
        self.whenEnded = whenEnded
    }

    var memberCount: Int { members.count }
    var viewerCount: Int { viewers.count }

    // MARK: Entering

    /// A seat for a member who is announced later; false when the room has ended meanwhile.
    func reserve(_ memberID: String) throws(EntryError) -> Bool {
        guard !ended else { return false }
        guard members.count + reserved.count < configuration.membersPerRoom else {
            throw .roomFull(room: id, limit: configuration.membersPerRoom)
        }
        reserved.insert(memberID)
        return true
    }

    /// A place for somebody nobody sees; false when the room has ended meanwhile.
    func admitViewer(_ viewerID: String) throws(EntryError) -> Bool {
        guard !ended else { return false }
        guard viewers.count < configuration.viewersPerRoom else {
            throw .roomFull(room: id, limit: configuration.viewersPerRoom)
        }
        viewers.insert(viewerID)
        return true
    }

    /// Makes the holder of a seat visible. `greeting` is told the others before any news of them can come.
    func announce(_ member: Member, greeting: @Sendable ([MemberDescription]) -> Void = { _ in }) {
        guard reserved.remove(member.id) != nil else { return }
        greeting(members.map(\.description))
        broadcast(ServerJoin(member: member.description), except: member.id)
        members.append(member)
        logger.info("joined", metadata: ["member": "\(member.id)", "name": "\(LogText.escaped(member.name))"])
    }

    // MARK: Leaving

    /// A member or a viewer goes. The room ends with the last one.
    func leave(_ participantID: String, _ reason: LeaveReason) async {
        reserved.remove(participantID)
        viewers.remove(participantID)
        if let index = index(of: participantID) {
            members.remove(at: index)
            broadcast(ServerLeave(memberId: participantID, reason: reason), except: participantID)
            logger.info("left", metadata: ["member": "\(participantID)", "reason": "\(reason.rawValue)"])
        }
        guard members.isEmpty, reserved.isEmpty, viewers.isEmpty, !ended else { return }
        await end()
    }

    private func end() async {
        ended = true
        await mediaRoom?.value.close()
        await whenEnded(self)
        logger.info("room ended")
    }

    // MARK: Media

    func openTransport(observer: @escaping @Sendable (TransportEvent) -> Void) async throws -> OpenedTransport {
        let room = await openedMediaRoom()
        return OpenedTransport(transport: try await room.openTransport(observer: observer), worker: room.worker)
    }

    private func openedMediaRoom() async -> MediaRoom {
        if mediaRoom == nil {
            let media = media
            mediaRoom = Task { await media.openRoom() }
        }
        // There is one now.
        guard let mediaRoom else { return await media.openRoom() }
        return await mediaRoom.value
    }

    /// The worker whose name goes into the credentials of transports in this room.
    func worker() async -> Int { await openedMediaRoom().worker }

    /// Says by which transport a member's media comes.
    func bind(_ transport: TransportID?, to memberID: String) {
        guard let index = index(of: memberID) else { return }
        members[index].transport = transport
        guard transport != nil else { return }
        for member in members where member.id != memberID { member.listener?.publisherAppeared(memberID) }
    }

    func transport(of memberID: String) -> TransportID? {
        index(of: memberID).flatMap { members[$0].transport }
    }

    /// Who is in the slots, as clients are told.
    func describe(_ slots: [SlotOccupancy]) -> [SlotDescription] {
        slots.map { slot in
            let member = slot.publisher.flatMap { publisher in members.first { $0.transport == publisher } }
            return SlotDescription(
                mid: slot.mid, kind: slot.kind, memberId: member?.id, source: member == nil ? nil : slot.source)
        }
    }

    // MARK: Tracks

    /// Replaces a member's tracks, and tells the others when that changes anything.
    func setTracks(_ tracks: [TrackDescription], of memberID: String) {
        guard let index = index(of: memberID), members[index].tracks != tracks else { return }
        members[index].tracks = tracks
        broadcast(ServerMedia(memberId: memberID, tracks: tracks), except: memberID)
    }

    private func broadcast(_ message: some ServerMessage, except memberID: String) {
        let text = MessageText.encode(message)
        for member in members where member.id != memberID { member.listener?.send(text) }
    }

    private func index(of memberID: String) -> Int? { members.firstIndex { $0.id == memberID } }
}

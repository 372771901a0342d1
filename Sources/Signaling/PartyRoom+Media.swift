import Access
import Edge
import Logging
import MediaCore
import MediaParameters
import MediaServer
import PartyCore
import PartyProtocol
import SessionStore

extension PartyRoom {
    func openTransport(observer: @escaping @Sendable (TransportEvent) -> Void) async throws -> OpenedTransport {
        let room = await openedMediaRoom()
        return OpenedTransport(transport: try await room.openTransport(observer: observer), worker: room.worker)
    }

    private func openedMediaRoom() async -> MediaRoom {
        let (media, id) = (surroundings.media, id)
        if mediaRoom == nil { mediaRoom = Task { await media.openRoom(named: id) } }
        // There is one now.
        guard let mediaRoom else { return await media.openRoom(named: id) }
        return await mediaRoom.value
    }

    /// The worker whose name goes into the credentials of transports in this room.
    func worker() async -> Int { await openedMediaRoom().worker }

    /// Says by which transport a member's media comes.
    func bind(_ transport: TransportID?, to memberID: String) {
        guard let index = index(of: memberID) else { return }
        if let before = members[index].transport, before != transport { keepLast(of: before, of: members[index]) }
        members[index].transport = transport
        guard transport != nil else { return setPath(nil, of: memberID) }
        for member in members where member.id != memberID { member.listener?.publisherAppeared(memberID) }
    }

    func transport(of memberID: String) -> TransportID? {
        index(of: memberID).flatMap { members[$0].transport }
    }

    /// Says how a member's media travels.
    func setPath(_ path: String?, of memberID: String) {
        guard let index = index(of: memberID), members[index].path != path else { return }
        let before = members[index].path
        members[index].path = path
        let roundTrip = party.member(memberID)?.roundTrip
        broadcast(ServerPath(memberId: memberID, path: path, roundTrip: roundTrip))
        var detail = ["path": path ?? "none"]
        detail["from"] = before
        detail["roundTrip"] = roundTrip.map { String(($0 * 10).rounded() / 10) }
        record(.path, memberID, detail, surroundings.clock.now())
    }

    /// Who is in the slots, as clients are told.
    func describe(_ slots: [SlotOccupancy]) -> [SlotDescription] {
        slots.map { slot in
            let member = slot.publisher.flatMap { publisher in members.first { $0.transport == publisher } }
            return SlotDescription(
                mid: slot.mid, kind: slot.kind, memberId: member?.id, source: member == nil ? nil : slot.source)
        }
    }

    /// Whether a member may bring others; answers which party it is.
    func checkInvite(by memberID: String) throws(PartyError) -> String? {
        try act { party, now throws(PartyError) in try party.checkInvite(by: memberID, at: now) }
        return session
    }

    /// Replaces a member's tracks, and tells the others when that changes anything.
    func setTracks(_ tracks: [TrackDescription], of memberID: String) {
        guard let index = index(of: memberID), members[index].tracks != tracks else { return }
        members[index].tracks = tracks
        broadcast(ServerMedia(memberId: memberID, tracks: tracks), except: memberID)
    }
}

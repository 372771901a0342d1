import Access
import Bytes
import Edge
import Logging
import MediaCore
import MediaParameters
import MediaServer
import PartyCore
import PartyProtocol
import SessionStore

/// What a member has in a room, and keeps when the socket breaks: the media session, its tracks, what it wants to see.
actor Membership {
    nonisolated let id: String
    nonisolated let room: PartyRoom
    nonisolated let hub: PartyHub
    nonisolated let invitation: Invitation?
    let logger: Logger

    /// The socket by which the member is reached now.
    private var session: Session?
    private(set) lazy var media = MediaSession(room: room, media: hub.media, participantID: id) { [weak self] event in
        await self?.handle(event)
    }
    var tracks: [TrackDescription] = []
    var view: [ViewStream] = []
    /// What the media plane last said of the slots.
    var slots: [SlotOccupancy] = []
    /// Counts what changes the map of slots, and which of that the client has been told.
    var slotsVersion = 0
    var toldVersion = 0
    /// While an offer is being answered the map waits, for it would name slots that the client does not know yet.
    var isAnswering = false
    private var isOver = false
    /// Invitations that the member may have made.
    private var invitations = TokenBucket(perSecond: 1, burst: 10)

    init(id: String, room: PartyRoom, hub: PartyHub, invitation: Invitation?, logger: Logger) {
        self.id = id
        self.room = room
        self.hub = hub
        self.invitation = invitation
        self.logger = logger
    }

    /// One that was made for its holder; others have the same link as many.
    nonisolated var personalInvitation: Invitation? {
        invitation.flatMap { $0.uses == 1 || $0.name != nil ? $0 : nil }
    }

    // MARK: Inviting

    /// An invitation to the room for whomever the member wants to come.
    /// - Parameter id: of the client's request.
    func invite(_ id: String) async throws(InvitationRefusal) -> ServerInvitation {
        let now = hub.clock.now()
        guard hub.access.asksForInvitations else { throw .notNeeded }
        let session = try await allowed()
        guard invitations.take(at: UInt64(max(0, now)) * 1_000_000) else { throw .tooMany }
        let life = Double(hub.configuration.invitationTime.components.seconds) * 1000
        let issued = try await hub.invitationDesk.issue(
            Invitation(room: room.id, expires: now + life), session: session, member: self.id)
        let link = hub.configuration.publicURL.map {
            InvitationLink.text(base: $0, room: room.id, token: issued.token, port: 0)
        }
        return ServerInvitation(id: id, token: issued.token, expires: issued.invitation.expires, link: link)
    }

    /// The party, for the record.
    private func allowed() async throws(InvitationRefusal) -> String? {
        do throws(PartyError) {
            return try await room.checkInvite(by: id)
        } catch {
            throw .party(error)
        }
    }

    // MARK: Sockets

    /// The member speaks by this socket from now on; an older one is closed.
    func attach(_ session: Session) {
        if let older = self.session, older !== session { older.socket.close(.replaced) }
        self.session = session
    }

    /// False when the member speaks by another socket already.
    func detach(_ session: Session) -> Bool {
        guard self.session === session else { return false }
        self.session = nil
        return true
    }

    func send(_ message: some ServerMessage) { session?.socket.send(MessageText.encode(message)) }

    func fail(_ code: ErrorCode, _ message: String, in cause: String? = nil) {
        send(ServerError(code: code, message: message, cause: cause))
    }

    /// Keeps what the client may not do.
    func complain(_ reason: String) async { await session?.complain(.badInput, reason) }

    /// The seat is given up: media ends, and the socket if there is one.
    func end() async {
        guard !isOver else { return }
        isOver = true
        session = nil
        await media.close()
        await hub.relayDesk.end(id)
    }
}

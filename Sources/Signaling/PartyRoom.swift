import Access
import Edge
import Logging
import MediaCore
import MediaParameters
import MediaServer
import PartyCore
import PartyProtocol
import SessionStore

/// A room: the party in it, how its members are reached, and the media room that goes with it. It begins with its first participant and ends with its last.
package actor PartyRoom {
    package nonisolated let id: String
    nonisolated let surroundings: RoomSurroundings
    let logger: Logger
    private let whenEnded: @Sendable (PartyRoom) async -> Void

    var party: Party
    /// In the order they came.
    var members: [Member] = []
    /// Seats given to members who are not yet announced, and viewers by WHEP, whom nobody sees.
    var reserved: Set<String> = []
    var viewers: Set<String> = []
    var watching: [String: MediaResource] = [:]
    var candidates: [String: any Candidate] = [:]
    var log: MessageLog
    var tokens: ResumeTokens
    var mediaRoom: Task<MediaRoom, Never>?
    private var ended = false
    /// Why the party ends, for the record.
    var endReason = "empty"

    /// Names the party in the audit trail, from its first member to its last.
    var session: String?
    /// Set when the server goes: what happens from then on is not how the party was.
    var isFrozen = false
    var saving: Task<Void, any Error>?
    /// How good it is for each member, by id.
    var meters: [String: QualityMeter] = [:]
    var sampling: Task<Void, any Error>?
    /// What is still to be done about those who have gone.
    var farewell: Task<Void, Never>?
    private var timer: Task<Void, any Error>?
    private var wakesAt = Double.infinity

    init(
        id: String, surroundings: RoomSurroundings, memory: RoomMemory? = nil, logger: Logger,
        whenEnded: @escaping @Sendable (PartyRoom) async -> Void
    ) {
        self.id = id
        self.surroundings = surroundings
        self.logger = logger
        self.whenEnded = whenEnded
        let settings = surroundings.configuration
        let now = surroundings.clock.now()
        session = memory?.session
        party =
            memory.map { Party(restoring: $0.snapshot, options: settings.party, now: now) }
            ?? Party(options: settings.party, now: now)
        log = MessageLog(
            last: memory?.snapshot.sequence ?? 0, most: settings.missedMessages, bytes: settings.missedBytes)
        tokens = ResumeTokens(
            hashes: memory?.snapshot.tokens ?? [:], kicked: memory?.snapshot.kickedTokens ?? [])
        members = party.members.map { Member(id: $0.id, name: $0.name) }
    }

    var memberCount: Int { members.count }
    var viewerCount: Int { viewers.count }

    // MARK: Entering

    /// A seat for a member who is announced later; false when the room has ended meanwhile.
    func reserve(_ memberID: String) throws(EntryError) -> Bool {
        guard !ended else { return false }
        // Clients of the first extension choose their names; two at once must not become one.
        guard index(of: memberID) == nil, !reserved.contains(memberID) else {
            throw .party(.notAllowed("Somebody else in this room has this userId."))
        }
        guard members.count + reserved.count < surroundings.configuration.membersPerRoom else {
            throw .roomFull(room: id, limit: surroundings.configuration.membersPerRoom)
        }
        reserved.insert(memberID)
        return true
    }

    /// A place for somebody nobody sees; false when the room has ended meanwhile.
    func admitViewer(_ viewer: Newcomer) throws(EntryError) -> Bool {
        guard !ended else { return false }
        guard viewers.count < surroundings.configuration.viewersPerRoom else {
            throw .viewersFull(room: id, limit: surroundings.configuration.viewersPerRoom)
        }
        do { try party.mayWatch(viewer.marks, role: viewer.role, at: surroundings.clock.now()) } catch {
            throw .party(error)
        }
        viewers.insert(viewer.id)
        return true
    }

    /// By what a viewer is there, and goes when somebody of the same network is kicked.
    func watch(by resource: MediaResource) {
        if viewers.contains(resource.participantID) { watching[resource.participantID] = resource }
    }

    /// Makes the holder of a seat a member, or lets him knock. `greeting` is told the state of the room before any news of it can come.
    func enter(
        _ arrival: Arrival, greeting: @Sendable (ServerWelcome) -> Void = { _ in }
    ) throws(PartyError) -> Entrance {
        let now = surroundings.clock.now()
        let newcomer = arrival.newcomer
        guard reserved.contains(newcomer.id) else { throw .notMember }
        defer { publish(now) }
        if try party.enter(newcomer, isAdmitted: arrival.isAdmitted, at: now) == .knocking {
            candidates[newcomer.id] = arrival.candidate
            record(.knock, newcomer.id, ["name": newcomer.name], now)
            return .knocking
        }
        reserved.remove(newcomer.id)
        candidates[newcomer.id] = nil
        beginSession(now)
        record(.join, newcomer.id, arrival.detail.merging(["name": newcomer.name]) { $1 }, now)
        seat(arrival, now)
        let token = tokens.issue(to: newcomer.id)
        greeting(welcome(newcomer.id, token: token, now))
        attach(arrival)
        logger.info("joined", metadata: ["member": "\(newcomer.id)", "name": "\(LogText.escaped(newcomer.name))"])
        return .entered
    }

    /// Everyone else hears of a newcomer before the newcomer hears of everyone else.
    private func seat(_ arrival: Arrival, _ now: Double) {
        members.append(
            Member(
                id: arrival.newcomer.id, name: arrival.newcomer.name, network: arrival.network, tracks: arrival.tracks,
                membership: arrival.membership, resource: arrival.resource, legacy: arrival.legacy))
        publish(now)
    }

    func attach(_ arrival: Arrival) {
        guard let index = index(of: arrival.newcomer.id) else { return }
        members[index].listener = arrival.listener
        members[index].membership = arrival.membership
        if party.leads(arrival.newcomer.id), !party.knocksMessage.knocks.isEmpty {
            arrival.listener?.receiver?.send(MessageText.encode(party.knocksMessage))
        }
    }

    // MARK: Leaving

    /// A member, a viewer or somebody before the door goes. The room ends with the last one.
    /// - Parameter mayReturn: as the same member, as after a page was loaded anew.
    func leave(_ participantID: String, _ reason: LeaveReason, mayReturn: Bool = false) async {
        let now = surroundings.clock.now()
        reserved.remove(participantID)
        viewers.remove(participantID)
        watching[participantID] = nil
        candidates[participantID] = nil
        if !mayReturn { tokens.revoke(participantID) }
        party.leave(participantID, reason, mayReturn: mayReturn, at: now)
        publish(now)
        await endIfEmpty()
    }

    func endIfEmpty() async {
        guard members.isEmpty, reserved.isEmpty, viewers.isEmpty, !party.isExpectingSomebody, !ended else { return }
        ended = true
        timer?.cancel()
        forget()
        await farewell?.value
        endSession()
        await mediaRoom?.value.close()
        await whenEnded(self)
        logger.info("room ended")
    }

    // MARK: Time

    /// Wakes up when the party's next deadline comes.
    func schedule(_ now: Double) {
        guard let deadline = party.nextDeadline else { return }
        guard deadline < wakesAt || timer == nil else { return }
        timer?.cancel()
        wakesAt = deadline
        let wait = min(max(deadline - now, 1), 3_600_000)
        timer = Task { [weak self] in
            try await Task.sleep(for: .milliseconds(wait))
            await self?.wake()
        }
    }

    private func wake() async {
        timer = nil
        wakesAt = .infinity
        let now = surroundings.clock.now()
        party.advance(to: now)
        tokens.keep(where: party.expects)
        publish(now)
        await endIfEmpty()
    }

    /// By index: `firstIndex(where:)` is handed a copy of each member, with all that it refers to, and this is asked several times a message.
    func index(of memberID: String) -> Int? { members.indices.first { members[$0].id == memberID } }
}

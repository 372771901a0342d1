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
    /// Whose seat a token gives back; the token is void from then on.
    func redeem(_ token: String) -> (id: String, membership: Membership?)? {
        guard let id = tokens.redeem(token) else { return nil }
        return (id, index(of: id).flatMap { members[$0].membership })
    }

    func isKicked(_ token: String) -> Bool { tokens.isKicked(token) }

    /// Gives somebody the seat from before; false when it is too late.
    /// - Parameter seen: number of the last message that the client has.
    func comeBack(
        _ arrival: Arrival, seen: Int?, greeting: @Sendable (ServerWelcome, [String]) -> Void
    ) async throws(PartyError) -> Bool {
        let now = surroundings.clock.now()
        let id = arrival.newcomer.id
        let hasMedia = await arrival.membership?.media.hasTransport ?? false
        guard try party.comeBack(arrival.newcomer, at: now) else { return false }
        if index(of: id) == nil {
            members.append(
                Member(
                    id: id, name: arrival.newcomer.name, network: arrival.network, membership: arrival.membership))
        }
        beginSession(now)
        record(.resume, id, arrival.detail, now)
        // What happened up to here is told as missed, not again as news.
        if let index = index(of: id) { members[index].listener = nil }
        publish(now)
        let missed = seen.flatMap { log.missed(after: $0, by: id) }
        var welcome = welcome(id, token: tokens.issue(to: id), now)
        welcome.seat.resumed = true
        welcome.seat.media = hasMedia
        welcome.seat.complete = missed != nil
        if missed != nil { welcome.history = [] }
        greeting(welcome, missed ?? [])
        attach(arrival)
        logger.info("came back", metadata: ["member": "\(id)"])
        return true
    }

    /// After a restart: those who do not come back in time are given up.
    func awaitReturn() async {
        schedule(surroundings.clock.now())
        await endIfEmpty()
    }

    /// A connection broke: the seat is kept for a while.
    func lose(_ memberID: String) async {
        let now = surroundings.clock.now()
        if let index = index(of: memberID) { members[index].listener = nil }
        party.lose(memberID, at: now)
        publish(now)
        await endIfEmpty()
    }

    /// Everything that a newcomer needs.
    func welcome(_ id: String, token: String, _ now: Double) -> ServerWelcome {
        let settings = surroundings.configuration
        return ServerWelcome(
            roomId: self.id, memberId: id, role: party.role(of: id), hostId: party.hostID ?? id, serverTime: now,
            iceServers: settings.iceServers, limits: settings.limits,
            members: members.filter { $0.id != id }.map(describe), policy: party.policy,
            timeline: party.timelineMessage(at: now), waiting: party.waitingMessage, history: party.history,
            seat: SeatDescription(
                resume: token, graceTime: settings.party.grace, seq: log.last, resumed: false, complete: false,
                media: false), invitations: surroundings.access.asksForInvitations ? true : nil)
    }

    func describe(_ member: Member) -> MemberDescription {
        MemberDescription(
            memberId: member.id, name: member.name, role: party.role(of: member.id),
            away: party.member(member.id)?.isPresent == false, tracks: member.tracks, path: member.path)
    }
}

import Access
import Edge
import Logging
import PartyProtocol
import SessionStore

/// What clients may not do, and what they may only do so often.
extension PartyHub {
    /// Keeps that somebody was refused.
    /// - Parameters:
    ///   - detail: address and user agent, where they are known.
    ///   - member: and the room whose member did it; or only the room that it was about.
    func complain(
        _ kind: AuditKind, _ reason: String, detail: [String: String], room: String? = nil,
        of member: (id: String, room: PartyRoom)? = nil
    ) async {
        let network = AccessControl.network(of: detail["address"] ?? "")
        guard let omitted = await complaintDesk.admit(network) else { return }
        var detail = detail
        detail["reason"] = reason
        if omitted > 0 { detail["omitted"] = String(omitted) }
        logger.info(
            "refused",
            metadata: [
                "kind": "\(kind.rawValue)", "reason": "\(LogText.escaped(reason))",
                "room": "\(member?.room.id ?? room ?? "")",
                "network": "\(LogText.escaped(network))", "omitted": "\(omitted)",
            ])
        if let member { return await member.room.record(kind, member.id, detail, clock.now()) }
        surroundings.store?.record(AuditEvent(at: clock.now(), kind: kind, room: room, detail: detail))
    }

    /// A page or an extension whose origin is none of those that may connect.
    nonisolated func refuseOrigin(_ origin: String, from host: String) {
        Task {
            let shown = String(origin.unicodeScalars.prefix(120).map(Character.init))
            var reason = "origin " + shown
            if WebSocketOrigins.isExtension(origin) { reason += ": --origin \(shown) would let this extension in" }
            await complain(.refused, reason, detail: ["address": host])
        }
    }

    /// One more of a network asks to enter.
    nonisolated func countJoin(from host: String) throws(EntryError) {
        let (network, now) = (AccessControl.network(of: host), clock.now())
        guard joinLimiter.mayTry(network, now: now) else { throw .tooManyJoins(limit: configuration.joinsPerMinute) }
        joinLimiter.failed(network, now: now)
    }
}

import PartyProtocol

/// A kick has to stick, and must not hit others. Whoever comes by the invitation or the seat's token of somebody who was removed is refused. Where anybody may enter
/// there is only network and name to go by: both the same is refused for a while. The same network alone may be a neighbour, so it knocks, and host and deputies see why.
extension Party {
    mutating func remember(_ marks: MemberMarks, _ now: Double) {
        guard marks.invitation != nil || marks.address != nil else { return }
        bans.removeAll { $0.marks == marks }
        bans.append(Ban(marks: marks, until: now + options.kickTime))
        bans.removeFirst(max(0, bans.count - options.bans))
    }

    /// - Parameter isAdmitted: somebody has opened, knowing who it is.
    func refuseBanned(_ newcomer: Newcomer, isAdmitted: Bool = false, _ now: Double) throws(PartyError) {
        try refuseBanned(invitation: newcomer.marks.invitation)
        guard !isAdmitted, let address = newcomer.marks.address else { return }
        let name = MemberMarks.fold(newcomer.name)
        let same = bans.filter { $0.marks.address == address && $0.marks.name == name && now < $0.until }
        if let until = same.map(\.until).max() { throw .keptOut(minutes: minutes(until - now)) }
    }

    func refuseBanned(invitation: String?) throws(PartyError) {
        if let invitation, bans.contains(where: { $0.marks.invitation == invitation }) { throw .kicked }
    }

    /// Whether somebody was removed from there not long ago.
    func isSuspicious(_ address: String?, _ now: Double) -> Bool { suspicion(of: address, now) != nil }

    private func suspicion(of address: String?, _ now: Double) -> Double? {
        guard let address else { return nil }
        return bans.filter { $0.marks.address == address && now < $0.until }.map(\.until).max()
    }

    private func minutes(_ milliseconds: Double) -> Int { max(1, Int((milliseconds / 60_000).rounded(.up))) }

    mutating func forgetOldBans(_ now: Double) {
        bans.removeAll { now >= $0.until && $0.marks.invitation == nil }
    }

    // MARK: Who only watches

    /// Whether somebody may watch whom nobody sees: such a one can neither be looked at before the door nor be removed afterwards.
    package mutating func mayWatch(_ marks: MemberMarks, role: MemberRole, at now: Double) throws(PartyError) {
        observe(now)
        try refuseBanned(invitation: marks.invitation)
        if let until = suspicion(of: marks.address, now) { throw .keptOut(minutes: minutes(until - now)) }
        guard !members.isEmpty else { return }
        if policy.locked { throw .locked }
        guard policy.admission == .open || role != .member else {
            throw .notAllowed("Newcomers knock at this room, and a viewer by WHEP cannot.")
        }
    }
}

import PartyProtocol

extension Party {
    /// - Parameter tokens: hashes of the tokens by which members come back, by member.
    package func snapshot(id: String, sequence: Int, tokens: [String: String], at now: Double) -> RoomSnapshot {
        RoomSnapshot(
            id: id, savedAt: now, hostID: hostID, formerHost: formerHost, policy: policy, timeline: timeline,
            seats: members.filter(\.isPerson).map { member in
                RoomSnapshot.Seat(
                    id: member.id, name: member.name, isDeputy: member.isDeputy,
                    isInvitedHost: member.isInvitedHost, joinedAt: member.joinedAt, marks: member.marks)
            }, tokens: tokens, departed: departed, bans: bans, history: history, sequence: sequence)
    }

    /// A party as it was: everybody is away, and the film has gone on meanwhile, as it has in everybody's player.
    package init(restoring snapshot: RoomSnapshot, options: PartyOptions = PartyOptions(), now: Double) {
        self.init(options: options, now: now)
        policy = snapshot.policy
        timeline = snapshot.timeline
        timeline.held = false
        // A clock that was set back while nobody looked must not stop the film.
        if timeline.anchor > now + options.longestLead { timeline.anchor = now }
        bans = snapshot.bans ?? []
        departed = snapshot.departed
        for entry in snapshot.history { keep(entry) }
        let until = now + max(options.grace, options.hostReturn)
        members = snapshot.seats.map { seat in
            var marks = seat.marks
            marks.name = MemberMarks.fold(seat.name)
            return PartyMember(
                id: seat.id, name: seat.name, isDeputy: seat.isDeputy, isInvitedHost: seat.isInvitedHost,
                isPerson: true, joinedAt: seat.joinedAt, marks: marks, awayUntil: until,
                allowance: options.chatBurst, allowanceAt: now)
        }
        hostID = snapshot.hostID.flatMap { id in members.contains { $0.id == id } ? id : nil } ?? members.first?.id
        restoreFormerHost(snapshot, until)
    }

    /// The time during which the server was away does not count against the host.
    private mutating func restoreFormerHost(_ snapshot: RoomSnapshot, _ until: Double) {
        if let host = snapshot.formerHost, snapshot.savedAt < host.until {
            formerHost = FormerHost(id: host.id, until: until)
        } else if let hostID {
            formerHost = FormerHost(id: hostID, until: until)
        }
    }
}

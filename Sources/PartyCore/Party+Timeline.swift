import PartyProtocol

extension Party {
    /// Does what a member wants of the film, if it may.
    package mutating func perform(_ command: PlaybackCommand, at now: Double) throws(PartyError) {
        observe(now)
        let member = try present(command.by)
        if let revision = command.revision, revision != timeline.revision {
            throw .stale(revision: timeline.revision)
        }
        guard mayControl(member.id) else { throw .notAllowed(controlRule) }
        if case .film(let film, let position, let playing) = command.action {
            show(film, position, playing, command, now)
        } else {
            guard timeline.film != nil else { throw .noFilm }
            try change(command, now)
        }
        settle(now)
    }

    private var controlRule: String {
        switch policy.control {
        case .everyone: "A camera cannot control the film."
        case .host: "Only the host may control the film in this room."
        case .hostAndDeputies: "Only the host and deputies may control the film in this room."
        }
    }

    private mutating func change(_ command: PlaybackCommand, _ now: Double) throws(PartyError) {
        switch command.action {
        case .play(let position): try play(position, command, now)
        case .pause(let position): pause(position, command, now)
        case .seek(let position): seek(position, command, now)
        case .rate(let rate): change(rate: rate, command, now)
        case .film: break
        }
    }

    private mutating func play(_ position: Double?, _ command: PlaybackCommand, _ now: Double) throws(PartyError) {
        if timeline.held {
            guard leads(command.by) else {
                throw .notAllowed("Everyone waits; only the host or a deputy can go on without those who are missing.")
            }
            excuseAll(waitedFor(now))
            endWait()
        }
        schedule(now)
        if let position { timeline.position = timeline.limited(position) }
        // Play after the end begins anew.
        if let duration = timeline.film?.duration, timeline.position >= duration { timeline.position = 0 }
        timeline.playing = true
        holdIfNeeded(now)
        tell(timeline.held ? .wait : .play, now, command)
    }

    private mutating func pause(_ position: Double?, _ command: PlaybackCommand, _ now: Double) {
        schedule(now)
        if let position { timeline.position = timeline.limited(position) }
        timeline.playing = false
        tell(.pause, now, command)
    }

    private mutating func seek(_ position: Double, _ command: PlaybackCommand, _ now: Double) {
        schedule(now)
        timeline.position = timeline.limited(position)
        tell(.seek, now, command)
    }

    private mutating func change(rate: Double, _ command: PlaybackCommand, _ now: Double) {
        schedule(now)
        timeline.rate = rate
        tell(.rate, now, command)
    }

    private mutating func show(
        _ film: Film, _ position: Double, _ playing: Bool, _ command: PlaybackCommand, _ now: Double
    ) {
        schedule(now)
        timeline.film = film
        timeline.revision += 1
        timeline.position = timeline.limited(position)
        timeline.rate = 1
        timeline.playing = playing
        endWait()
        for index in members.indices { members[index].forgetFilm() }
        tell(.film, now, command)
    }

    /// What follows begins at the same moment for everyone: late enough that the slowest has heard of it by then.
    mutating func schedule(_ now: Double) {
        // An anchor further ahead than any lead is left from another clock.
        if timeline.anchor > now + options.longestLead { timeline.anchor = now }
        timeline.moveAnchor(to: max(now + lead, timeline.anchor))
    }

    /// A round trip of the slowest member whose connection is any good, and a little for the tick of its timers.
    private var lead: Double {
        let slowest = members.filter(\.isPresent).compactMap(\.roundTrip).filter { $0 <= 2 * options.longestLead }.max()
        guard let slowest else { return options.usualLead }
        return min(max(slowest + 40, options.shortestLead), options.longestLead)
    }

    // MARK: Telling

    mutating func tell(_ cause: TimelineCause, _ now: Double, _ command: PlaybackCommand? = nil) {
        events.append(.timeline(timelineMessage(cause, by: command?.by, id: command?.id, at: now)))
    }

    /// The timeline as it is now: for one who asks, or to all after a change.
    package func timelineMessage(
        _ cause: TimelineCause = .sync, by: String? = nil, id: String? = nil, at now: Double
    ) -> ServerTimeline {
        let time = max(now, timeline.anchor)
        return ServerTimeline(
            film: timeline.film?.description, revision: timeline.revision, position: timeline.position(at: time),
            playing: timeline.isRunning, rate: timeline.rate, held: timeline.playing && timeline.held, applyAt: time,
            serverTime: now, cause: cause, by: by, id: id)
    }
}

extension PartyMember {
    fileprivate mutating func forgetFilm() {
        player = .none
        excusedUntil = nil
        waits = []
        syncErrors = SyncErrors()
    }
}

import PartyProtocol

/// One party: who is there, who may do what, and what is played. Time is an argument: milliseconds of the server's clock.
///
/// Whatever is done adds to the events, which its owner takes afterwards. A clock that goes back takes all deadlines with it.
package struct Party: Sendable {
    package var options: PartyOptions
    /// In the order they came.
    package internal(set) var members: [PartyMember] = []
    package internal(set) var hostID: String?
    package internal(set) var policy = PartyPolicy()
    package internal(set) var timeline = PlaybackTimeline()
    package internal(set) var history: [HistoryEntry] = []
    var historyBytes = 0
    /// The host who may come back to the seat.
    var formerHost: FormerHost?
    /// Who has closed properly, but may come back as the same member.
    var departed: [String: DepartedMember] = [:]
    var knocks: [Knock] = []
    /// Those who were kicked, oldest first.
    var bans: [Ban] = []
    var wait: Wait?
    var events: [PartyEvent] = []
    var lastNow: Double
    var syncErrorsDue: Double
    var hasNewSyncErrors = false

    package init(options: PartyOptions = PartyOptions(), now: Double) {
        self.options = options
        lastNow = now
        syncErrorsDue = now + options.syncErrorInterval
    }

    package mutating func takeEvents() -> [PartyEvent] {
        defer { events = [] }
        return events
    }

    // MARK: Members

    package func member(_ id: String) -> PartyMember? { index(id).map { members[$0] } }

    /// Nobody may be there, but somebody may come back.
    package var isExpectingSomebody: Bool { !departed.isEmpty }

    /// Whether a token may still bring this one back.
    package func expects(_ id: String) -> Bool { member(id) != nil || departed[id] != nil }

    /// By index: `firstIndex(where:)` is handed a copy of each member, with all that it refers to, and this is asked several times a message.
    func index(_ id: String) -> Int? { members.indices.first { members[$0].id == id } }

    func present(_ id: String) throws(PartyError) -> PartyMember {
        guard let member = member(id), member.isPresent else { throw .notMember }
        return member
    }

    package func role(of id: String) -> MemberRole {
        if id == hostID { return .host }
        return member(id)?.isDeputy == true ? .deputy : .member
    }

    package func mayControl(_ id: String) -> Bool { allows(policy.control, id) }

    func allows(_ policy: ControlPolicy, _ id: String) -> Bool {
        switch policy {
        case .everyone: member(id)?.isPerson == true
        case .host: id == hostID
        case .hostAndDeputies: leads(id)
        }
    }

    /// Host or deputy.
    package func leads(_ id: String) -> Bool { role(of: id) != .member }
}

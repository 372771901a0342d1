import PartyCore
import PartyProtocol

/// A party with its clock, for tests.
final class PartySketch {
    var party: Party
    var now: Double

    init(_ names: String..., options: PartyOptions = PartyOptions(), now: Double = 1_000_000) {
        party = Party(options: options, now: now)
        self.now = now
        for name in names { enter(name) }
        _ = take()
    }

    /// What happened since this was last asked.
    func take() -> [PartyEvent] { party.takeEvents() }

    @discardableResult func enter(
        _ id: String, role: MemberRole = .member, marks: MemberMarks = MemberMarks(), admitted: Bool = false
    ) -> Entrance? {
        try? party.enter(newcomer(id, role: role, marks: marks), isAdmitted: admitted, at: now)
    }

    func newcomer(_ id: String, role: MemberRole = .member, marks: MemberMarks = MemberMarks()) -> Newcomer {
        Newcomer(id: id, name: id.uppercased(), role: role, marks: marks)
    }

    func pass(_ milliseconds: Double) {
        now += milliseconds
        party.advance(to: now)
    }

    func command(_ action: PlaybackCommand.Action, by id: String, revision: Int? = nil) throws {
        try party.perform(PlaybackCommand(action, by: id, revision: revision, id: "c1"), at: now)
    }

    /// Comes back; false when it is too late.
    func comeBack(_ id: String) throws -> Bool { try party.comeBack(newcomer(id), at: now) }

    func copy() -> PartySketch {
        let other = PartySketch(now: now)
        other.party = party
        return other
    }

    /// A film of an hour, and everybody's player ready for it.
    func show(by id: String, playing: Bool = false) throws {
        try command(.film(Self.film(), position: 0, playing: playing), by: id)
        for member in party.members { report(.ready, by: member.id) }
        pass(1000)
        _ = take()
    }

    func report(_ state: PlayerState, by id: String) {
        try? party.report(state, duration: nil, revision: party.timeline.revision, by: id, at: now)
    }

    static func film(_ name: String = "one", duration: Double? = 3600) throws -> Film {
        try Film(FilmDescription(kind: .web, url: "https://films.example/\(name).mp4", duration: duration))
    }

    /// The last timeline that everyone was told.
    func timeline() -> ServerTimeline? {
        take().reversed().lazy.compactMap { if case .timeline(let timeline) = $0 { timeline } else { nil } }.first
    }

    func problem(_ body: (PartySketch) throws -> Void) -> PartyError? {
        do {
            try body(self)
            return nil
        } catch { return error as? PartyError }
    }
}

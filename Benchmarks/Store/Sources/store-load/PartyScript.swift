import SessionStore

/// What the store is told of one party, entry by entry.
struct PartyScript {
    enum Step {
        case event(AuditKind, member: Int?, detail: [String: String])
        case sample(member: Int)
    }

    let room: String
    let session: String
    let members: [String]
    private var steps: [Step] = []
    private var next = 0
    private var second = 0.0

    init(room: String, members count: Int, samples: Int, chance: inout Chance) {
        self.room = room
        session = chance.identifier()
        members = (0..<count).map { _ in "m_" + chance.identifier() }
        arrive(&chance)
        watch(samples, &chance)
        go()
    }

    var isOver: Bool { next == steps.count }

    private mutating func add(_ kind: AuditKind, _ member: Int? = nil, _ detail: [String: String] = [:]) {
        steps.append(.event(kind, member: member, detail: detail))
    }

    private mutating func arrive(_ chance: inout Chance) {
        add(.sessionStart)
        for member in members.indices {
            let address =
                "\(Int.random(in: 11...99, using: &chance)).\(Int.random(in: 0...255, using: &chance)).7.\(member)"
            add(.join, member, ["name": "Member \(member) of \(room)", "address": address, "agent": Self.agent])
        }
        add(.role, 0, ["role": "host", "reason": "joined"])
        add(
            .url, 0,
            ["film": "web", "url": "https://films.example/\(session).mp4", "title": "A film", "position": "0.0"])
    }

    private mutating func watch(_ samples: Int, _ chance: inout Chance) {
        var middle: [Step] = []
        for member in members.indices {
            middle.append(.event(.path, member: member, detail: ["path": "udp"]))
            middle += (0..<samples).map { _ in .sample(member: member) }
            for control in ["pause", "play", "seek"] {
                middle.append(
                    .event(
                        .control, member: member, detail: ["control": control, "position": "\(Double(member) * 61.5)"]))
            }
            if member % 2 == 0 { middle.append(.event(.stall, member: member, detail: [:])) }
            if member % 4 == 0 {
                middle.append(.event(.away, member: member, detail: [:]))
                middle.append(
                    .event(.resume, member: member, detail: ["address": "192.0.2.\(member)", "agent": Self.agent]))
            }
        }
        middle.shuffle(using: &chance)
        steps += middle
    }

    private mutating func go() {
        for member in members.indices { add(.leave, member, ["reason": "left"]) }
        add(.sessionEnd, nil, ["reason": "empty"])
    }

    /// Tells the store the next thing; answers whether it was an event.
    mutating func tell(_ store: SessionStore, at now: Double) -> Bool {
        defer { next += 1 }
        second += 40
        switch steps[next] {
        case .event(let kind, let member, let detail):
            store.record(
                AuditEvent(
                    at: now, kind: kind, room: room, session: session, member: member.map { members[$0] },
                    filmSecond: second, detail: detail))
            return true
        case .sample(let member):
            store.record(
                QualitySample(
                    at: now, room: room, session: session, member: members[member], bytesIn: 1_250_000,
                    bytesOut: 4_800_000, loss: 0.0021, roundTrip: 31.5, freezes: member % 3, syncError: -7.4,
                    path: "udp"))
            return false
        }
    }

    private static let agent =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
}

import SessionStore

/// Parties side by side: each tells one thing in turn, and when one is over another begins in some room that is free.
struct PartySchedule {
    private let options: Options
    private let rooms: Int
    private var chance: Chance
    private var parties: [PartyScript] = []
    private var busy: Set<Int> = []
    private var places: [Int] = []
    private var turn = 0
    private(set) var events = 0

    init(_ options: Options) {
        self.options = options
        rooms = max(options.rooms ?? options.events / 2000, options.live + 1)
        chance = Chance(seed: options.seed)
        for _ in 0..<options.live {
            let room = place()
            places.append(room)
            parties.append(script(room))
        }
    }

    private mutating func place() -> Int {
        while true {
            let room = Int.random(in: 0..<rooms, using: &chance)
            if busy.insert(room).inserted { return room }
        }
    }

    private mutating func script(_ room: Int) -> PartyScript {
        // Of different sizes, so that they do not all end at once.
        let members = Int.random(in: 1...(2 * options.members - 1), using: &chance)
        return PartyScript(room: "room-\(room)", members: members, samples: options.samples, chance: &chance)
    }

    /// Whether everything has been told: no new party begins after the last event, those under way go on to their end.
    var isOver: Bool { parties.isEmpty }

    mutating func tell(_ store: SessionStore, at now: Double) {
        if parties[turn].tell(store, at: now) { events += 1 }
        if parties[turn].isOver { replace(turn) } else { turn += 1 }
        if turn >= parties.count { turn = 0 }
    }

    private mutating func replace(_ slot: Int) {
        busy.remove(places[slot])
        guard events < options.events else {
            parties.remove(at: slot)
            places.remove(at: slot)
            return
        }
        places[slot] = place()
        parties[slot] = script(places[slot])
        turn += 1
    }
}

struct Options {
    var scenarios: [Scenario] = [Scenario.all[0]]
    var contenders = ["limit-gso", "limit-mmsg", "toperparty", "janus"]
    var rounds = 5
    var seconds = 4
    var toperparty = "../.build/release/toperparty"
    var before: String?
    var isRealtime = false
    var write: String?
    var commandLine = ""

    static let help = """
        USAGE: compare [options]      in Benchmarks/, after `swift build -c release` here and above

        The same load on several servers in alternating rounds, the server on core 0 and the load on core 1: CPU time of the server for a
        delivered packet, delivered share, latency and memory, as ratios within each round.

          --scenarios NAME,…   \(Scenario.all.map(\.name).joined(separator: ", ")), or all, those without relay-…   (\(Scenario.all[0].name))
          --contenders NAME,…  \(Contender.names.joined(separator: ", "))   (limit-gso,limit-mmsg,toperparty,janus);
                               scenarios relay-… are for toperparty-open and coturn, the others for the others
          --rounds N           every round runs every contender once, in turn                (5)
          --seconds N          measured in each run                                          (4)
          --toperparty PATH    the server's binary                                           (../.build/release/toperparty)
          --before PATH        an earlier build of it, which runs under a contender's name with before- in front of it
          --realtime yes|no    run servers and load under SCHED_FIFO, so that other programs disturb less; needs root (no)
          --write NAME         also write Results/NAME.md

        EXAMPLE  what the least relay, this server and Janus spend on 50 and 100 receivers, kept as Results/today.md:
          .build/release/compare --scenarios 50x4,100x4 --contenders limit-gso,toperparty,janus --write today

                 what the ways through a firewall cost beside a datagram, and what the open relay costs beside coturn:
          .build/release/compare --contenders toperparty,toperparty-tcp,toperparty-turn-udp,toperparty-turn-tls
          .build/release/compare --scenarios relay-echo-4,relay-idle --contenders toperparty-open,coturn

        Needs two cores; the contenders janus and coturn need Debian's packages of these names.
        EXIT CODES  0 measured (a run that failed shows as such in the table), 1 nothing could be measured, 2 a flag is wrong
        """

    init(_ arguments: [String]) throws {
        commandLine = ".build/release/compare " + arguments.joined(separator: " ")
        var rest = Array(arguments.reversed())
        while let option = rest.popLast() {
            guard let value = rest.popLast() else { throw Failure.flag("\(option) needs a value") }
            try read(option, value)
        }
        for name in contenders {
            let plain = before != nil && name.hasPrefix("before-") ? String(name.dropFirst("before-".count)) : name
            guard Contender.names.contains(plain) else { throw Failure.flag("--contenders: there is no \(name)") }
        }
        for scenario in scenarios {
            for name in contenders where try Contender.named(name, self).program != scenario.program {
                throw Failure.flag(
                    "--contenders: \(name) is not driven by \(scenario.program.rawValue) (scenario \(scenario.name))")
            }
        }
    }

    private mutating func read(_ option: String, _ value: String) throws {
        switch option {
        case "--scenarios": scenarios = try Self.scenarios(value)
        case "--contenders": contenders = value.split(separator: ",").map(String.init)
        case "--rounds": rounds = try Self.number(option, value)
        case "--seconds": seconds = try Self.number(option, value)
        case "--toperparty": toperparty = value
        case "--before": before = value
        case "--realtime": isRealtime = try Self.choice(option, value)
        case "--write": write = value
        default: throw Failure.flag("unknown option \(option)")
        }
    }

    private static func number(_ option: String, _ value: String) throws -> Int {
        guard let number = Int(value), number > 0 else {
            throw Failure.flag("\(option): \(value) is no whole number from 1 on")
        }
        return number
    }

    private static func choice(_ option: String, _ value: String) throws -> Bool {
        guard ["yes", "no"].contains(value) else { throw Failure.flag("\(option): \(value) is neither yes nor no") }
        return value == "yes"
    }

    private static func scenarios(_ names: String) throws -> [Scenario] {
        if names == "all" { return Scenario.all.filter { $0.program == .party } }
        return try names.split(separator: ",").map { name in
            guard let scenario = Scenario.all.first(where: { $0.name == name }) else {
                throw Failure.flag("--scenarios: there is no \(name)")
            }
            return scenario
        }
    }
}

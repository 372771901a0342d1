struct Options {
    var scenarios: [Scenario] = [Scenario.all[0]]
    var contenders = ["limit-gso", "limit-mmsg", "toperparty", "janus"]
    var rounds = 5
    var seconds = 4
    var toperparty = "../.build/release/toperparty"
    var isRealtime = false
    var write: String?
    var commandLine = ""

    static let usage = """
        usage: compare [options]      (in Benchmarks/, after `swift build -c release` here and above)
          --scenarios NAME,…   \(Scenario.all.map(\.name).joined(separator: ", ")), or all       (\(Scenario.all[0].name))
          --contenders NAME,…  limit-gso, limit-mmsg, limit-one, toperparty, toperparty-2, janus
          --rounds N           every round runs every contender once, in turn                    (5)
          --seconds N          measured in each run                                              (4)
          --toperparty PATH    the server's binary                                               (../.build/release/toperparty)
          --realtime yes|no    run servers and load under SCHED_FIFO, so that other programs disturb less; needs root (no)
          --write NAME         also write Results/NAME.md
        """

    init(_ arguments: [String]) throws {
        commandLine = ".build/release/compare " + arguments.joined(separator: " ")
        var rest = Array(arguments.reversed())
        while let option = rest.popLast() {
            guard let value = rest.popLast() else { throw Failure(text: "\(option) needs a value\n\(Self.usage)") }
            try read(option, value)
        }
    }

    private mutating func read(_ option: String, _ value: String) throws {
        switch option {
        case "--scenarios": scenarios = try Self.scenarios(value)
        case "--contenders": contenders = value.split(separator: ",").map(String.init)
        case "--rounds": rounds = Int(value) ?? rounds
        case "--seconds": seconds = Int(value) ?? seconds
        case "--toperparty": toperparty = value
        case "--realtime": isRealtime = value == "yes"
        case "--write": write = value
        default: throw Failure(text: "unknown option \(option)\n\(Self.usage)")
        }
    }

    private static func scenarios(_ names: String) throws -> [Scenario] {
        if names == "all" { return Scenario.all }
        return try names.split(separator: ",").map { name in
            guard let scenario = Scenario.all.first(where: { $0.name == name }) else {
                throw Failure(text: "no scenario \(name)\n\(usage)")
            }
            return scenario
        }
    }
}

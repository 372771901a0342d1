struct Options {
    var database = ""
    var events = 1_000_000
    var rooms: Int?
    var live = 200
    var members = 20
    var samples = 2
    var rate = 0
    var seed = 1

    static let help = """
        USAGE: store-load --database PATH [options]

        Writes the history of many parties into a new database, through the server's own store: real file, write-ahead log, hash chain, signed head. Parties
        overlap as they do on a server: neighbours in time are not neighbours in a room. Prints how many entries a second reached the file.

          --database PATH  the file to make
          --events N       events recorded, a little more for the last parties' ends; the store adds a summary for each member  (1000000)
          --rooms N        names of rooms that take turns                                       (one for each 2000 events)
          --live N         parties at a time                                                    (200)
          --members N      members of a party, on average                                       (20)
          --samples N      quality samples of a member and party; they come on top              (2)
          --rate N         events a second, losing what the store cannot take; 0 waits for the store instead  (0)
          --seed N         of the parties                                                       (1)

        EXAMPLES  how fast it can be, and whether it holds 20 000 events a second for half a minute:
          .build/release/store-load --database /tmp/history.sqlite --events 10000000
          .build/release/store-load --database /tmp/minute.sqlite --events 600000 --rate 20000

        EXIT CODES  0 measured, 1 the store failed or lost entries, 2 a flag is wrong
        """

    init(_ arguments: [String]) throws {
        var rest = Array(arguments.reversed())
        while let option = rest.popLast() {
            guard let value = rest.popLast() else { throw Failure.flag("\(option) needs a value") }
            try read(option, value)
        }
        guard !database.isEmpty else { throw Failure.flag("--database: name the file to make") }
    }

    private mutating func read(_ option: String, _ value: String) throws {
        switch option {
        case "--database": database = value
        case "--events": events = try Self.number(option, value, from: 1)
        case "--rooms": rooms = try Self.number(option, value, from: 1)
        case "--live": live = try Self.number(option, value, from: 1)
        case "--members": members = try Self.number(option, value, from: 1)
        case "--samples": samples = try Self.number(option, value, from: 0)
        case "--rate": rate = try Self.number(option, value, from: 0)
        case "--seed": seed = try Self.number(option, value, from: 1)
        default: throw Failure.flag("unknown option \(option)")
        }
    }

    private static func number(_ option: String, _ value: String, from least: Int) throws -> Int {
        guard let number = Int(value), number >= least else {
            throw Failure.flag("\(option): \(value) is no whole number from \(least) on")
        }
        return number
    }
}

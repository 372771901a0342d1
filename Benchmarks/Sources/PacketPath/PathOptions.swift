import CBench

struct PathOptions {
    var receivers = 50
    var burst = 4
    var bursts = 4000
    var rounds = 9
    var profile = BENCH_AEAD_AES_128_GCM
    /// Nothing but the path, once: for callgrind.
    var bare = false

    static let help = """
        USAGE: packet-path [options]

        One publisher and its receivers in the server's media engine, without sockets: nanoseconds, heap allocations and reference counts for a
        forwarded packet, the ciphers' part apart.

          --receivers N     (50)
          --burst N         packets that arrive at once                   (4)
          --bursts N        in each round                                 (4000)
          --rounds N        of which the median counts                    (9)
          --profile NAME    gcm128, gcm256 or cm80                        (gcm128)
          --bare yes|no     nothing but the path, once, for callgrind: see ./instructions   (no)

        EXAMPLE  taskset -c 0 .build/release/packet-path --receivers 100 --burst 16

        EXIT CODES  0 measured, 1 a packet did not reach everybody, 2 a flag is wrong
        """

    init(_ arguments: ArraySlice<String>) throws(PathError) {
        var rest = Array(arguments.reversed())
        while let option = rest.popLast() {
            guard let value = rest.popLast() else { throw .flag("\(option) needs a value") }
            try read(option, value)
        }
    }

    private mutating func read(_ option: String, _ value: String) throws(PathError) {
        switch option {
        case "--receivers": receivers = try Self.number(option, value)
        case "--burst": burst = try Self.number(option, value)
        case "--bursts": bursts = try Self.number(option, value)
        case "--rounds": rounds = try Self.number(option, value)
        case "--profile": profile = try Self.choice(option, value, Self.profiles)
        case "--bare": bare = try Self.choice(option, value, ["yes": true, "no": false])
        default: throw .flag("unknown option \(option)")
        }
    }

    private static let profiles = [
        "gcm128": BENCH_AEAD_AES_128_GCM, "gcm256": BENCH_AEAD_AES_256_GCM, "cm80": BENCH_AES128_CM_SHA1_80,
    ]

    private static func number(_ option: String, _ value: String) throws(PathError) -> Int {
        guard let number = Int(value), number > 0 else {
            throw .flag("\(option): \(value) is no whole number from 1 on")
        }
        return number
    }

    private static func choice<Value>(_ option: String, _ value: String, _ values: [String: Value]) throws(PathError)
        -> Value
    {
        guard let chosen = values[value] else { throw .flag("\(option): \(value) is none of its values") }
        return chosen
    }
}

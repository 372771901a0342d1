import CBench

struct LoadOptions: Sendable {
    enum Server: String, Sendable {
        case whip, janus, plain
    }

    enum Setup: String, Sendable {
        case actpass, active, passive
    }

    var server = Server.whip
    var url = "http://127.0.0.1:4001"
    var rooms = 1
    var roomPrefix = "load"
    /// Exact name, for a load of one room.
    var room: String?
    var media: String?
    var publishers = 1
    var receivers = 10
    var slots = 1
    var rate = 500
    var burst = 4
    var size = 1100
    var seconds = 5
    var warmUp = 2
    var profile = BENCH_AEAD_AES_128_GCM
    var setup = Setup.actpass
    var serverProcess: Int32?
    var transportFeedback = false
    var json = false
    var label = ""

    static let usage = """
        usage: party-load [options]
          --server whip|janus|plain   how to join: WHIP and WHEP (default), Janus' videoroom, or the announcement `limit` knows
          --url URL                   of the server's HTTP side; for plain host:port            (http://127.0.0.1:4001)
          --rooms N                   rooms at once                                             (1)
          --room-prefix TEXT          rooms are called TEXT-0, TEXT-1, …                        (load)
          --room NAME                 one room of exactly this name
          --media FILE.ivf            publish this file's VP8 frames instead of stamped packets; nothing is counted as delivered then
          --publishers N              publishers a room                                         (1)
          --receivers N               receivers a room                                          (10)
          --slots N                   m-lines a receiver offers; 0 connects and receives nothing (1)
          --rate N                    packets a second and publisher; 0 publishes nothing       (500)
          --burst N                   packets sent at once, one VP8 frame                       (4)
          --size N                    bytes of an RTP packet before encryption                  (1100)
          --seconds N, --warm-up N    measured and unmeasured time                              (5, 2)
          --profile gcm128|gcm256|cm80                                                          (gcm128)
          --setup actpass|active|passive   DTLS role offered                                    (actpass)
          --twcc                      negotiate transport-wide congestion control and send its feedback
          --server-pid PID            whose CPU time and memory to report
          --json, --label TEXT        one line of JSON, with a name of the caller's
        """

    init(_ arguments: some Collection<String>) throws(LoadError) {
        var rest = Array(arguments.reversed())
        while let option = rest.popLast() { try read(option, &rest) }
    }

    private mutating func read(_ option: String, _ rest: inout [String]) throws(LoadError) {
        if readSwitch(option) { return }
        guard let value = rest.popLast() else { throw .usage("\(option) needs a value") }
        if let place = Self.numbers[option] {
            guard let number = Int(value), number >= 0 else { throw .usage("\(option): \(value) is no number") }
            self[keyPath: place] = number
        } else {
            try readText(option, value)
        }
    }

    private mutating func readSwitch(_ option: String) -> Bool {
        switch option {
        case "--twcc": transportFeedback = true
        case "--json": json = true
        default: return false
        }
        return true
    }

    private static var numbers: [String: WritableKeyPath<LoadOptions, Int>] {
        [
            "--rooms": \.rooms, "--publishers": \.publishers, "--receivers": \.receivers, "--slots": \.slots,
            "--rate": \.rate, "--burst": \.burst, "--size": \.size, "--seconds": \.seconds, "--warm-up": \.warmUp,
        ]
    }

    private mutating func readText(_ option: String, _ value: String) throws(LoadError) {
        switch option {
        case "--url": url = value
        case "--label": label = value
        case "--room": room = value
        case "--media": media = value
        case "--room-prefix": roomPrefix = value
        case "--server": server = try Self.choice(option, Server(rawValue: value))
        case "--setup": setup = try Self.choice(option, Setup(rawValue: value))
        case "--profile": profile = try Self.choice(option, Self.profiles[value])
        case "--server-pid": serverProcess = try Self.choice(option, Int32(value))
        default: throw .usage("unknown option \(option)")
        }
    }

    private static var profiles: [String: bench_profile] {
        ["gcm128": BENCH_AEAD_AES_128_GCM, "gcm256": BENCH_AEAD_AES_256_GCM, "cm80": BENCH_AES128_CM_SHA1_80]
    }

    private static func choice<Value>(_ option: String, _ value: Value?) throws(LoadError) -> Value {
        guard let value else { throw .usage("\(option): no such choice") }
        return value
    }
}

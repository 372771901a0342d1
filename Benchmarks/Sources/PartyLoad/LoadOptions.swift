import CBench

struct LoadOptions: Sendable {
    enum Server: String, Sendable {
        case whip, party, janus, plain
    }

    enum Setup: String, Sendable {
        case actpass, active, passive
    }

    var server = Server.whip
    var path = LoadPath.udp
    var url = "http://127.0.0.1:4001"
    var rooms = 1
    var roomPrefix = "load"
    /// Exact name, for a load of one room.
    var room: String?
    var media: String?
    var publishers = 1
    var receivers = 10
    var slots = 1
    /// Receivers of each room that stop reading once they are connected.
    var stalled = 0
    /// Receivers of each room that begin a DTLS handshake and do not go on.
    var unfinished = 0
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

    static let help = """
        USAGE: party-load [options]

        Many WebRTC clients on one thread: they join rooms of a server, publish and receive stamped packets, and say what arrived, how late,
        and what it cost the server. Nothing of the server's code is in it.

          --server NAME        how to join: whip (WHIP and WHEP), party (the party's WebSocket), janus (videoroom),
                               plain (the announcement that `limit` knows)                         (whip)
          --path NAME          how packets go: udp, tcp (ICE-TCP), or through the server's relay: turn-udp, turn-tcp,
                               turn-tls; relays with credentials are taken from Link headers and WELCOME  (udp)
          --url URL            of the server's HTTP side; for plain HOST:PORT                      (http://127.0.0.1:4001)
          --rooms N            rooms at once                                                       (1)
          --room-prefix TEXT   rooms are called TEXT-0, TEXT-1, …                                  (load)
          --room NAME          one room of exactly this name
          --media FILE.ivf     publish this file's VP8 frames instead of stamped packets; nothing counts as delivered then
          --publishers N       publishers a room                                                   (1)
          --receivers N        receivers a room                                                    (10)
          --slots N            m-lines a receiver offers; 0 connects and receives nothing          (1)
          --stalled N          so many more receivers a room, over --path too, that read nothing once they are connected
                               and are not counted                                                 (0)
          --unfinished N       so many more receivers a room that repeat their first DTLS flight and never go on  (0)
          --rate N             packets a second and publisher; 0 connects, reports memory and ends (500)
          --burst N            packets sent at once, as one VP8 frame                              (4)
          --size N             bytes of an RTP packet before encryption                            (1100)
          --seconds N          measured time                                                       (5)
          --warm-up N          unmeasured time before it                                           (2)
          --profile NAME       gcm128, gcm256 or cm80                                              (gcm128)
          --setup NAME         DTLS role offered: actpass, active or passive                       (actpass)
          --twcc               negotiate transport-wide congestion control and send its feedback
          --server-pid PID     whose CPU time and memory to report
          --json               one line of JSON
          --label TEXT         a name of the caller's in that line

        EXAMPLE  fifty receivers of one publisher, with what they cost the server of process 4711:
          party-load --url http://127.0.0.1:4370 --receivers 50 --server-pid 4711 --seconds 5

        EXIT CODES  0 measured, 1 the server could not be reached or did not let everybody in, 2 a flag is wrong
        """

    init(_ arguments: some Collection<String>) throws(LoadError) {
        var rest = Array(arguments.reversed())
        while let option = rest.popLast() { try read(option, &rest) }
    }

    private mutating func read(_ option: String, _ rest: inout [String]) throws(LoadError) {
        if readSwitch(option) { return }
        guard let value = rest.popLast() else { throw .usage("\(option) needs a value") }
        if let place = Self.numbers[option] {
            guard let number = Int(value), number >= 0 else {
                throw .usage("\(option): \(value) is no whole number from 0 on")
            }
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
            "--stalled": \.stalled, "--unfinished": \.unfinished,
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
        case "--server": server = try Self.choice(option, value, Server(rawValue: value))
        case "--path": path = try Self.choice(option, value, LoadPath(rawValue: value))
        case "--setup": setup = try Self.choice(option, value, Setup(rawValue: value))
        case "--profile": profile = try Self.choice(option, value, Self.profiles[value])
        case "--server-pid": serverProcess = try Self.choice(option, value, Int32(value))
        default: throw .usage("unknown option \(option)")
        }
    }

    private static var profiles: [String: bench_profile] {
        ["gcm128": BENCH_AEAD_AES_128_GCM, "gcm256": BENCH_AEAD_AES_256_GCM, "cm80": BENCH_AES128_CM_SHA1_80]
    }

    private static func choice<Value>(_ option: String, _ text: String, _ value: Value?) throws(LoadError) -> Value {
        guard let value else { throw .usage("\(option): \(text) is none of its values") }
        return value
    }
}

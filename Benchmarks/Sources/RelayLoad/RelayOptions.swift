import LoadSupport

struct RelayOptions: Sendable {
    enum Mode: String, Sendable {
        /// Clients send, the peer sends everything back.
        case echo
        /// Clients send.
        case up
        /// The peer sends.
        case down
    }

    var host = "127.0.0.1"
    var port: UInt16 = 3478
    var transport = RelayServer.Transport.udp
    var secret = ""
    var mode = Mode.echo
    var clients = 50
    var rate = 500
    var burst = 4
    var size = 1100
    var seconds = 5
    var warmUp = 1
    var serverProcess: Int32?
    var json = false

    static let help = """
        USAGE: relay-load --secret TEXT [options]

        Clients of a TURN server, each with an allocation, and a channel to the one peer, which is this program too; all on one thread. Says what
        came out of the relay, how late, and what it cost the server. The server has to let clients reach 127.0.0.1.

          --server HOST:PORT   IPv4 address of the TURN server                                   (127.0.0.1:3478)
          --transport NAME     udp, tcp or tls: from the clients to the server                     (udp)
          --secret TEXT        shared with the server; credentials of the REST form are made of it
          --mode NAME          echo: clients send and the peer sends it back; up: clients send; down: the peer sends (echo)
          --clients N                                                                              (50)
          --rate N             packets a second of each client, or to it; 0 allocates, reports memory and ends (500)
          --burst N            packets sent at once, up to 64                                      (4)
          --size N             bytes of a packet, from 24 to 1400                                  (1100)
          --seconds N          measured time                                                       (5)
          --warm-up N          unmeasured time before it                                           (1)
          --server-pid PID     whose CPU time and memory to report
          --json               one line of JSON

        EXAMPLE  what coturn of process 4711 spends on a packet of fifty clients, and then what a thousand idle allocations cost it:
          relay-load --secret s3cret --server-pid 4711
          relay-load --secret s3cret --server-pid 4711 --clients 1000 --rate 0

        EXIT CODES  0 measured, 1 the server could not be reached or refused an allocation, 2 a flag is wrong
        """

    init(_ arguments: some Collection<String>) throws(RelayLoadError) {
        var rest = Array(arguments.reversed())
        while let option = rest.popLast() {
            if option == "--json" {
                json = true
                continue
            }
            guard let value = rest.popLast() else { throw .usage("\(option) needs a value") }
            if let (place, range) = Self.numbers[option] {
                guard let number = Int(value), range ~= number else {
                    throw .usage(
                        "\(option): \(value) is no whole number from \(range.lowerBound) to \(range.upperBound)")
                }
                self[keyPath: place] = number
            } else {
                try readText(option, value)
            }
        }
        guard !secret.isEmpty else { throw .usage("--secret is missing") }
    }

    private static var numbers: [String: (WritableKeyPath<RelayOptions, Int>, ClosedRange<Int>)] {
        [
            "--clients": (\.clients, 1...20_000), "--rate": (\.rate, 0...1_000_000), "--burst": (\.burst, 1...64),
            "--size": (\.size, Stamp.count...1400), "--seconds": (\.seconds, 1...3600),
            "--warm-up": (\.warmUp, 0...3600),
        ]
    }

    private mutating func readText(_ option: String, _ value: String) throws(RelayLoadError) {
        switch option {
        case "--server": (host, port) = try Self.choice(option, value, Self.hostAndPort(value))
        case "--transport": transport = try Self.choice(option, value, RelayServer.Transport(rawValue: value))
        case "--mode": mode = try Self.choice(option, value, Mode(rawValue: value))
        case "--secret": secret = value
        case "--server-pid": serverProcess = try Self.choice(option, value, Int32(value))
        default: throw .usage("unknown option \(option)")
        }
    }

    private static func hostAndPort(_ text: String) -> (String, UInt16)? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        return (String(text[..<colon]), port)
    }

    private static func choice<Value>(_ option: String, _ text: String, _ value: Value?) throws(RelayLoadError) -> Value
    {
        guard let value else { throw .usage("\(option): \(text) is none of its values") }
        return value
    }
}

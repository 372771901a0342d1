struct StrangerOptions {
    enum Kind: String {
        case datagrams, tcp, tls, dtls
    }

    var kind = Kind.datagrams
    var host = "127.0.0.1"
    var port: UInt16 = 4001
    var rate = 200_000
    var count = 1000
    var seconds = 10

    static let help = """
        USAGE: strangers datagrams|tcp|tls|dtls [options]

        What a server hears from people it does not know, for a time that ends and to this machine alone:
          datagrams   garbage on the UDP port: random bytes, and what begins like STUN, TURN, DTLS and RTP
          tcp         connections that say nothing, or begin a request, a TLS record or a STUN message and stop
          tls         connections that say a whole ClientHello, every second one half of it, and never answer
          dtls        UDP sockets that say a ClientHello, and again each second, and never answer

          --server HOST:PORT   in 127.0.0.0/8                                   (127.0.0.1:4001)
          --rate N             datagrams a second, up to 1 000 000              (200000)
          --count N            connections at once, up to 10 000, from an address of 127.0.0.0/8 for each 100 (1000)
          --seconds N          up to 600                                        (10)

        EXAMPLE  strangers datagrams --server 127.0.0.1:4370 --rate 200000 --seconds 10

        Prints what was sent, or how many connections stood and how many of them the server closed before the end, as one line of JSON.
        EXIT CODES  0 sent, 1 the server could not be reached, 2 a flag is wrong
        """

    init(_ arguments: some Collection<String>) throws(StrangerError) {
        guard let first = arguments.first, let kind = Kind(rawValue: first) else {
            throw .usage("the first argument is datagrams, tcp, tls or dtls")
        }
        self.kind = kind
        var rest = Array(arguments.dropFirst().reversed())
        while let option = rest.popLast() {
            guard let value = rest.popLast() else { throw .usage("\(option) needs a value") }
            try read(option, value)
        }
    }

    private mutating func read(_ option: String, _ value: String) throws(StrangerError) {
        switch option {
        case "--server": try readServer(value)
        case "--rate": rate = try Self.number(option, value, 1...1_000_000)
        case "--count": count = try Self.number(option, value, 1...10_000)
        case "--seconds": seconds = try Self.number(option, value, 1...600)
        default: throw .usage("unknown option \(option)")
        }
    }

    private mutating func readServer(_ value: String) throws(StrangerError) {
        let parts = value.split(separator: ":")
        guard parts.count == 2, let port = UInt16(parts[1]), parts[0].hasPrefix("127."),
            parts[0].split(separator: ".").compactMap({ UInt8($0) }).count == 4
        else { throw .usage("--server: \(value) is not an address in 127.0.0.0/8 with a port") }
        (host, self.port) = (String(parts[0]), port)
    }

    private static func number(_ option: String, _ value: String, _ range: ClosedRange<Int>) throws(StrangerError)
        -> Int
    {
        guard let number = Int(value), range ~= number else {
            throw .usage("\(option): \(value) is no whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}

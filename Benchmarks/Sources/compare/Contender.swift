import Foundation

/// A server and how to reach it.
struct Contender {
    var name: String
    var command: [String]
    /// Arguments for the load.
    var load: [String]
    var port: UInt16
    var speaksTCP = true
    var program = LoadProgram.party

    static let names =
        ["limit-gso", "limit-mmsg", "limit-one", "toperparty", "toperparty-2"] + paths.map { "toperparty-" + $0 }
        + paths.map { "toperparty-\($0)-stalled" } + ["janus", "toperparty-open", "coturn"]

    /// Other ways to the same server than straight to its UDP port.
    private static let paths = ["tcp", "turn-udp", "turn-tcp", "turn-tls"]

    /// Any of the names, and behind `before-` what our server's do with its earlier build.
    static func named(_ name: String, _ options: Options) throws -> Contender {
        guard let before = options.before, name.hasPrefix("before-") else { return try now(name, options) }
        var earlier = options
        earlier.toperparty = before
        var contender = try now(String(name.dropFirst("before-".count)), earlier)
        contender.name = name
        return contender
    }

    private static func now(_ name: String, _ options: Options) throws -> Contender {
        switch name {
        case "limit-gso", "limit-mmsg", "limit-one":
            let mode = String(name.dropFirst("limit-".count))
            return Contender(
                name: name, command: [sibling("limit"), "4390", mode],
                load: ["--server", "plain", "--url", "127.0.0.1:4390"], port: 4390, speaksTCP: false)
        case "toperparty": return toperparty(name, workers: 1, options)
        case "toperparty-2": return toperparty(name, workers: 2, options)
        case "janus": return try janus()
        case "toperparty-open": return open(name, options)
        case "coturn": return coturn(name)
        default: return path(name, options)
        }
    }

    private static func toperparty(_ name: String, workers: Int, _ options: Options) -> Contender {
        Contender(
            name: name,
            command: [options.toperparty, "serve", "--host", "127.0.0.1", "--port", "4370", "--workers", "\(workers)"],
            load: ["--server", "whip", "--url", "http://127.0.0.1:4370"], port: 4370)
    }

    /// `toperparty-PATH`, and with `-stalled` behind it one more receiver that reads nothing.
    private static func path(_ name: String, _ options: Options) -> Contender {
        let words = name.dropFirst("toperparty-".count)
        let isStalled = words.hasSuffix("-stalled")
        let path = isStalled ? words.dropLast("-stalled".count) : words
        var contender = toperparty(name, workers: 1, options)
        if path == "turn-tls" {
            contender.command += ["--tls", "self-signed", "--public-url", "https://localhost:4370"]
            contender.load = ["--server", "whip", "--url", "https://127.0.0.1:4370"]
        }
        contender.load += ["--path", String(path)] + (isStalled ? ["--stalled", "1"] : [])
        return contender
    }

    // MARK: Open relays

    private static let secret = "a-secret-for-loads-on-loopback-only"

    private static func open(_ name: String, _ options: Options) -> Contender {
        var contender = toperparty(name, workers: 1, options)
        contender.command += [
            "--turn", "open", "--turn-secret", secret, "--turn-allow", "127.0.0.0/8", "--turn-quota", "5000",
            "--turn-quota-address", "5000", "--turn-quota-total", "5000", "--turn-bandwidth", "off", "--relay-ports",
            "20000-29999",
        ]
        contender.load = ["--server", "127.0.0.1:4370", "--secret", secret]
        contender.program = .relay
        return contender
    }

    /// One relay thread, as many as our server has workers.
    private static func coturn(_ name: String) -> Contender {
        let files = FileManager.default.temporaryDirectory.appendingPathComponent("compare-coturn-\(getpid())").path
        return Contender(
            name: name,
            command: [
                "/usr/bin/turnserver", "-n", "--no-cli", "--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1",
                "--listening-port=4391", "--min-port=20000", "--max-port=29999", "--relay-threads=1", "--no-tls",
                "--no-dtls",
                "--use-auth-secret", "--static-auth-secret=" + secret, "--realm=load", "--allow-loopback-peers",
                "--no-stdout-log", "--log-file=/dev/null", "--userdb=\(files).db", "--pidfile=\(files).pid",
            ], load: ["--server", "127.0.0.1:4391", "--secret", secret], port: 4391, program: .relay)
    }

    private static func janus() throws -> Contender {
        let folder = try JanusConfiguration.write(port: 4380)
        return Contender(
            name: "janus", command: ["/usr/bin/janus", "-F", folder, "-C", folder + "/janus.jcfg"],
            load: ["--server", "janus", "--url", "http://127.0.0.1:4380"], port: 4380)
    }

    static func sibling(_ program: String) -> String {
        let own = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return own.deletingLastPathComponent().appendingPathComponent(program).path
    }
}

import Foundation

/// A server and how to reach it.
struct Contender {
    var name: String
    var command: [String]
    /// Arguments for party-load.
    var load: [String]
    var port: UInt16
    var speaksTCP = true

    static let names = ["limit-gso", "limit-mmsg", "limit-one", "toperparty", "toperparty-2", "janus"]

    static func named(_ name: String, _ options: Options) throws -> Contender {
        switch name {
        case "limit-gso", "limit-mmsg", "limit-one":
            let mode = String(name.dropFirst("limit-".count))
            return Contender(
                name: name, command: [sibling("limit"), "4390", mode],
                load: ["--server", "plain", "--url", "127.0.0.1:4390"], port: 4390, speaksTCP: false)
        case "toperparty": return toperparty(name, workers: 1, options)
        case "toperparty-2": return toperparty(name, workers: 2, options)
        case "janus": return try janus()
        default: throw Failure(text: "no contender \(name)")
        }
    }

    private static func toperparty(_ name: String, workers: Int, _ options: Options) -> Contender {
        Contender(
            name: name,
            command: [options.toperparty, "serve", "--host", "127.0.0.1", "--port", "4370", "--workers", "\(workers)"],
            load: ["--server", "whip", "--url", "http://127.0.0.1:4370"], port: 4370)
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

import ArgumentParser
import Foundation

/// `toperparty serve`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start the server.",
        discussion: """
            Serves the party page and signaling (WebSocket, WHIP, WHEP) on a TCP port, and media on the UDP port of the same number: open \
            both in a firewall. Without options that is http://localhost:4001/, on all addresses of this machine.

            Every option may also stand in the environment (TOPERPARTY_PORT, TOPERPARTY_PUBLIC_ADDRESS, …) or in a YAML file given by \
            --config, under the name it has here without the dashes:

                port: 4001
                public-address: [203.0.113.7, "2001:db8::7"]
                log-level: info

            Options win over the environment, the environment over the file.

            SIGTERM, or Ctrl-C once, tells everybody that the server goes and ends it within seconds; Ctrl-C twice ends it at once. Exit codes: \
            0 after an orderly end, 64 for a wrong option, 78 for a wrong value in the environment or the file, 69 when the port cannot be had.
            """)

    @Option(help: ArgumentHelp("TCP and UDP port; 0 takes any that is free. (default: 4001)", valueName: "number"))
    var port: String?

    @Option(help: ArgumentHelp("Address to listen on. (default: all addresses of this machine)", valueName: "address"))
    var host: String?

    @Option(
        name: .customLong("public-address"),
        help: ArgumentHelp(
            "Address that browsers send media to, when it is not one of this machine's own: behind NAT, or in a container. May be repeated. (default: this machine's addresses)",
            valueName: "address"))
    var publicAddresses: [String] = []

    @Option(
        help: ArgumentHelp("Threads for media; a room stays on one. (default: as many as cores)", valueName: "number"))
    var workers: String?

    @Option(
        help: ArgumentHelp(
            "File for the history of sessions. This version checks that it could be written, but stores nothing yet.",
            valueName: "path"))
    var database: String?

    @Option(
        name: .customLong("log-level"),
        help: ArgumentHelp(
            "trace, debug, info, notice, warning, error or critical. (default: info)", valueName: "level"))
    var logLevel: String?

    @Option(help: ArgumentHelp("YAML file with any of these settings.", valueName: "path"))
    var config: String?

    func run() async throws {
        do {
            let configuration = try Configuration(
                flags: flags, environment: ProcessInfo.processInfo.environment, readFile: Self.read)
            try await ServerProcess(configuration: configuration).run()
        } catch let error as any StartError {
            FileHandle.standardError.write(Data("toperparty: \(error)\n".utf8))
            throw ExitCode(error.exitCode)
        }
    }

    private var flags: [ConfigurationKey: [String]] {
        var flags: [ConfigurationKey: [String]] = [:]
        flags[.port] = port.map { [$0] }
        flags[.host] = host.map { [$0] }
        flags[.publicAddress] = publicAddresses.isEmpty ? nil : publicAddresses
        flags[.workers] = workers.map { [$0] }
        flags[.database] = database.map { [$0] }
        flags[.logLevel] = logLevel.map { [$0] }
        flags[.config] = config.map { [$0] }
        return flags
    }

    @Sendable private static func read(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }
}

import ArgumentParser
import Foundation

/// `toperparty selftest`.
struct SelfTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Attack a server with these settings, on this machine, and see that it holds.",
        discussion: """
            Starts a server with the given options, environment and --config on a free port of 127.0.0.1, so that nobody else is disturbed, and \
            does to it what attackers do: malformed and forged packets, floods, oversized requests, pages from elsewhere, relaying into this \
            machine's own network, credentials of other rooms, connections that never read or never end. With TLS settings it attacks through TLS. Each line is one attack with "pass" or "FAIL". Exit codes: 0 when all pass, 1 when one fails, 64 or 78 for a \
            wrong setting.

                toperparty selftest --attack --config /etc/toperparty/toperparty.yaml
            """)

    @Flag(help: "Run the attacks. There is no other self-test yet, so this has to be given.")
    var attack = false

    @Flag(help: "Print JSON for programs.")
    var json = false

    @OptionGroup var options: ConfigurationOptions

    func validate() throws {
        guard attack else { throw ValidationError("Say --attack: the self-test attacks a server of its own.") }
    }

    func run() async throws {
        let verdicts: [AttackVerdict]
        do {
            let configuration = try options.load()
            verdicts = try await AttackRun(configuration: configuration, options: options).verdicts { verdict in
                if !json { Self.say(verdict.line) }
            }
        } catch let error as any StartError {
            throw error.report()
        }
        if json { Self.say(try AttackVerdict.json(verdicts)) }
        let failed = verdicts.count { $0.outcome == .fail }
        if !json { Self.say("\(verdicts.count - failed) held, \(failed) failed\n") }
        if failed > 0 { throw ExitCode(1) }
    }

    private static func say(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
}

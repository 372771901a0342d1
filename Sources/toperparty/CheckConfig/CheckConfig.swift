import ArgumentParser
import Foundation
import MediaServer

/// `toperparty check-config`.
struct CheckConfig: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Show the settings in effect, where each comes from, and what a browser would be given.",
        discussion: """
            Reads options, environment and --config as "toperparty serve" does, and starts nothing. Secrets are not shown. Exit codes: 0 when a \
            server would start with these settings, 64 or 78 when not.
            """)

    @Flag(help: "Print JSON for programs.")
    var json = false

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        do {
            let configuration = try options.load()
            try configuration.requireAccess()
            let report = ConfigurationReport(configuration: configuration, places: try await Self.places(configuration))
            FileHandle.standardOutput.write(Data((json ? try report.json() : report.table).utf8))
        } catch let error as any StartError {
            throw error.report()
        }
    }

    private static func places(_ configuration: Configuration) async throws -> BrowserView {
        let media = try await configuration.media()
        return BrowserView(
            candidates: MediaServer.candidates(for: media, port: configuration.port),
            relay: configuration.relayURLs(MediaServer.candidates(for: media, port: configuration.port)))
    }
}

import ArgumentParser
import Foundation

/// `toperparty doctor`.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find out why people cannot join, or that they can.",
        discussion: """
            Checks the machine, the settings, the certificate and the database, then talks to the server over each path that a browser would \
            use, with sound sent into a room of its own and received from there. Give it the options, environment and --config that the server \
            has: it talks to the server that runs with them, or starts one for the time of the check.

                toperparty doctor --config /etc/toperparty/toperparty.yaml
                toperparty doctor --from https://party.example.org

            With --from it looks from where it runs, as a viewer's browser would: run it at home or on a phone's network to see what firewalls in \
            between let through. What is wrong is shown with the line that repairs it. Exit codes: 0 when everything needed works, 1 when \
            something is to repair, 64 for a wrong option.
            """)

    @Option(
        help: ArgumentHelp(
            "Look at this server from the viewer's side, such as https://party.example.org.", valueName: "url"))
    var from: String?

    @Option(help: ArgumentHelp("Invitation, for a server that asks for one.", valueName: "token"))
    var invitation: String?

    @Flag(help: "Print JSON for programs.")
    var json = false

    @OptionGroup var options: ConfigurationOptions

    func run() async throws {
        let report: DoctorReport
        if let from {
            do throws(SettingProblem) {
                report = await ViewerVisit(url: try Setting.publicURL(from), admission: Admission(token: invitation))
                    .report()
            } catch {
                throw ValidationError("--from: \(error)")
            }
        } else {
            report = await HomeVisit(options: options, admission: Admission(token: invitation)).report()
        }
        FileHandle.standardOutput.write(Data((json ? try report.json() : report.table).utf8))
        if !report.isHealthy { throw ExitCode(1) }
    }
}

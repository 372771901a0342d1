import ArgumentParser

/// The program.
@main
struct Toperparty: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "toperparty",
        abstract: "A server for watch parties: everyone sees and hears each other, through one port.",
        version: Version.text,
        subcommands: [Serve.self, CheckConfig.self, Doctor.self, SelfTest.self, Invite.self, Audit.self],
        defaultSubcommand: nil)
}

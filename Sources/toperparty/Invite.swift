import Access
import ArgumentParser
import Foundation
import Signaling

/// `toperparty invite`.
struct Invite: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make an invitation to a room of a server that was started with --auth-secret.",
        discussion: """
            Prints the link, and the token for programs that join by themselves. It needs the server's secret, not the server:

                toperparty invite --room movie-night --auth-secret @/etc/toperparty/secret --public-url https://party.example.org
                toperparty invite --room movie-night --role host --name Ada --expires 2h --uses 1

            Secret and address may also stand in TOPERPARTY_AUTH_SECRET and TOPERPARTY_PUBLIC_URL, or in the server's file given by --config. The token is a \
            JSON Web Token signed with HS256, so any other program that has the secret can make one: aud is "toperparty", jti names the invitation, \
            exp is in seconds, room and role are needed, name and uses may be missing.
            """)

    @Option(help: ArgumentHelp("The room.", valueName: "room"))
    var room: String

    @Option(help: ArgumentHelp("host, deputy or member.", valueName: "role"))
    var role = "member"

    @Option(help: ArgumentHelp("The name its holder has; without it they choose one.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("How long it is good: 90m, 12h, 7d.", valueName: "time"))
    var expires = "24h"

    @Option(help: ArgumentHelp("How often it may be used; without it as often as one likes.", valueName: "number"))
    var uses: Int?

    @Option(
        name: .customLong("auth-secret"),
        help: ArgumentHelp("The server's secret, or @ and a file that holds it.", valueName: "secret"))
    var authSecret: String?

    @Option(
        name: .customLong("public-url"),
        help: ArgumentHelp("Where people find the server. (default: http://localhost:4001)", valueName: "url"))
    var publicURL: String?

    @Option(help: ArgumentHelp("The server's YAML file.", valueName: "path"))
    var config: String?

    @Flag(help: "A JSON object with link, token, id and expiry.")
    var json = false

    func run() async throws {
        do {
            try await make()
        } catch let error as any StartError {
            throw error.report()
        } catch let error as AccessError {
            throw AuditFailure.usage(error.description).report()
        }
    }

    private func make() async throws {
        let configuration = try configuration()
        guard let secret = configuration.access.secret else {
            throw AuditFailure.usage("name the server's secret with --auth-secret, or TOPERPARTY_AUTH_SECRET.")
        }
        let invitation = try invitation()
        let token = try await InvitationKey(secret.text).issue(invitation)
        let link = InvitationLink.text(
            base: configuration.addresses.url, room: room, token: token, port: configuration.port)
        Output.toStandardOutput(json ? Self.object(invitation, link, token) : "link:  \(link)\ntoken: \(token)\n")
    }

    private func configuration() throws -> Configuration {
        var flags: [ConfigurationKey: [String]] = [:]
        flags[.authSecret] = authSecret.map { [$0] }
        flags[.publicURL] = publicURL.map { [$0] }
        flags[.config] = config.map { [$0] }
        return try Configuration(flags: flags, environment: ProcessInfo.processInfo.environment) {
            try String(contentsOfFile: $0, encoding: .utf8)
        }
    }

    private func invitation() throws -> Invitation {
        guard let role = InvitationRole(rawValue: role) else {
            throw AuditFailure.usage("--role: host, deputy or member, not \"\(role)\".")
        }
        let now = Date()
        guard let ago = TimeText.parse(expires, now: now), expires.last?.isLetter == true, !expires.hasSuffix("Z")
        else {
            throw AuditFailure.usage("--expires: a time such as 90m, 12h or 7d, not \"\(expires)\".")
        }
        let milliseconds = now.timeIntervalSince1970 * 1000
        return Invitation(room: room, role: role, name: name, expires: 2 * milliseconds - ago, uses: uses)
    }

    private static func object(_ invitation: Invitation, _ link: String, _ token: String) -> String {
        JSONText.object([
            OutputField("link", .text(link)), OutputField("token", .text(token)),
            OutputField("id", .text(invitation.id)),
            OutputField("expires", .time(invitation.expires)),
        ]) + "\n"
    }
}

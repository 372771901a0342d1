import ArgumentParser

struct AccessOptions: SettingOptions {
    @Option(
        name: .customLong("auth-secret"),
        help: ArgumentHelp(
            "People need an invitation signed with this secret, or with what the file after an @ holds. \"toperparty invite\" makes them.",
            valueName: "secret"))
    var secret: String?

    @Flag(
        inversion: .prefixedNo,
        help:
            "Let in everybody who knows the address of a room. One of the two is needed unless only this machine can reach the server."
    )
    var open: Bool?

    @Option(
        help: ArgumentHelp(
            "Web origin whose pages may connect besides the server's own, such as chrome-extension://ID. May be repeated.",
            valueName: "origin"))
    var origin: [String] = []

    @Option(
        name: .customLong("api-token"),
        help: ArgumentHelp(
            "What other back ends show to make invitations by POST /api/invitations, or @ and a file with it; the admin token is as good. (default: none)",
            valueName: "secret"))
    var apiToken: String?

    var flags: [(ConfigurationKey, [String])] {
        [
            (.authSecret, Self.words(secret)), (.open, Self.words(open)), (.origin, origin),
            (.apiToken, Self.words(apiToken)),
        ]
    }
}

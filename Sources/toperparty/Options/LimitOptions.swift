import ArgumentParser

struct LimitOptions: SettingOptions {
    @Option(name: .customLong("max-rooms"), help: ArgumentHelp("Rooms at once. (default: 1000)", valueName: "number"))
    var rooms: String?

    @Option(
        name: .customLong("max-members"), help: ArgumentHelp("Members of a room. (default: 100)", valueName: "number"))
    var members: String?

    @Option(
        name: .customLong("max-viewers"),
        help: ArgumentHelp("Viewers of a room by WHEP. (default: 1000)", valueName: "number"))
    var viewers: String?

    @Option(
        name: .customLong("max-connections"),
        help: ArgumentHelp("TCP connections at once. (default: 20000)", valueName: "number"))
    var connections: String?

    @Option(
        name: .customLong("max-connections-per-address"),
        help: ArgumentHelp(
            "Idle TCP connections of one client address; an IPv6 /64 is one address. (default: 256)",
            valueName: "number"))
    var connectionsPerAddress: String?

    @Option(
        name: .customLong("resume-time"),
        help: ArgumentHelp(
            "How long a member who lost the connection keeps the seat. (default: 30)", valueName: "seconds"))
    var resumeTime: String?

    var flags: [(ConfigurationKey, [String])] {
        [
            (.maxRooms, Self.words(rooms)), (.maxMembers, Self.words(members)), (.maxViewers, Self.words(viewers)),
            (.maxConnections, Self.words(connections)), (.maxConnectionsPerAddress, Self.words(connectionsPerAddress)),
            (.resumeTime, Self.words(resumeTime)),
        ]
    }
}

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
        name: .customLong("max-joins"),
        help: ArgumentHelp(
            "Joins a minute from one client address; an IPv6 /64 is one address. (default: 3000)", valueName: "number"))
    var joins: String?

    @Option(
        name: .customLong("max-message-size"),
        help: ArgumentHelp("Bytes of one WebSocket message, at most 65536. (default: 65536)", valueName: "bytes"))
    var messageSize: String?

    @Option(
        name: .customLong("max-messages"),
        help: ArgumentHelp(
            "Messages a second on one WebSocket; twice as many at once. (default: 50)", valueName: "number"))
    var messages: String?

    @Option(
        name: .customLong("max-name-length"),
        help: ArgumentHelp("Characters in a member's name, at most 64. (default: 64)", valueName: "number"))
    var nameLength: String?

    @Option(
        name: .customLong("max-chat-length"),
        help: ArgumentHelp("Characters in a chat message, at most 1000. (default: 1000)", valueName: "number"))
    var chatLength: String?

    @Option(
        name: .customLong("max-chats"),
        help: ArgumentHelp(
            "Chat messages and reactions a second of one member; five times as many at once. (default: 2)",
            valueName: "number"))
    var chats: String?

    @Option(
        name: .customLong("max-knocks"),
        help: ArgumentHelp("People who wait to be let into one room. (default: 20)", valueName: "number"))
    var knocks: String?

    @Option(
        name: .customLong("wait-time"),
        help: ArgumentHelp(
            "How long everyone waits for a member whose film has stalled, at most. (default: 8)", valueName: "seconds"))
    var waitTime: String?

    @Option(
        name: .customLong("kick-time"),
        help: ArgumentHelp(
            "How long a room without invitations keeps out whoever was removed from it. (default: 60)",
            valueName: "minutes"))
    var kickTime: String?

    @Option(
        name: .customLong("resume-time"),
        help: ArgumentHelp(
            "How long a member who lost the connection keeps the seat. (default: 30)", valueName: "seconds"))
    var resumeTime: String?

    var flags: [(ConfigurationKey, [String])] {
        [
            (.maxRooms, Self.words(rooms)), (.maxMembers, Self.words(members)), (.maxViewers, Self.words(viewers)),
            (.maxConnections, Self.words(connections)), (.maxConnectionsPerAddress, Self.words(connectionsPerAddress)),
            (.maxJoins, Self.words(joins)), (.maxMessageSize, Self.words(messageSize)),
            (.maxMessages, Self.words(messages)), (.maxNameLength, Self.words(nameLength)),
            (.maxChatLength, Self.words(chatLength)), (.maxChats, Self.words(chats)),
            (.maxKnocks, Self.words(knocks)), (.waitTime, Self.words(waitTime)), (.kickTime, Self.words(kickTime)),
            (.resumeTime, Self.words(resumeTime)),
        ]
    }
}

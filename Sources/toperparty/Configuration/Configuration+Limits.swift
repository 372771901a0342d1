import Bytes
import Edge
import Signaling

/// The limits where they are kept.
extension Configuration {
    var signaling: SignalingConfiguration {
        var settings = SignalingConfiguration()
        settings.rooms = limits.rooms
        settings.membersPerRoom = limits.members
        settings.viewersPerRoom = limits.viewers
        settings.resumeTime = limits.resumeTime
        settings.version = Version.text
        settings.publicURL = addresses.url
        settings.joinsPerMinute = limits.joinsPerAddress
        settings.messageBytes = limits.messageSize
        settings.messagesPerSecond = limits.messages
        settings.messageBurst = 2 * limits.messages
        settings.nameLength = limits.nameLength
        settings.chatLength = limits.chatLength
        settings.chatsPerSecond = limits.chats
        settings.knocks = limits.knocks
        settings.waitTime = limits.waitTime
        settings.kickTime = limits.kickTime
        settings.readsMetrics = { [metricsFrom] host in
            guard let address = SocketAddress(host: host, port: 0) else { return false }
            return metricsFrom.contains { $0.contains(address) }
        }
        return settings
    }

    var edgeLimits: EdgeLimits {
        var edge = EdgeLimits()
        edge.connections = limits.connections
        edge.idlePerAddress = limits.connectionsPerAddress
        edge.connectionsPerAddress = 8 * limits.connectionsPerAddress
        edge.messageBytes = limits.messageSize
        // Extensions of this machine's own browsers; a server for others lets in those that its operator has named.
        edge.webSocketOrigins.allowsExtensions = !isForEverybody
        edge.webSocketOrigins.allowed.formUnion(access.origins + [addresses.url].compactMap(\.self))
        return edge
    }
}

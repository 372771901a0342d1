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
        return settings
    }

    var edgeLimits: EdgeLimits {
        var edge = EdgeLimits()
        edge.connections = limits.connections
        edge.idlePerAddress = limits.connectionsPerAddress
        edge.webSocketOrigins.allowed.formUnion(access.origins + [addresses.url].compactMap(\.self))
        return edge
    }
}

import Edge
import Signaling

/// The limits where they are kept.
extension Configuration {
    var signaling: SignalingConfiguration {
        var settings = SignalingConfiguration()
        settings.rooms = limits.rooms
        settings.membersPerRoom = limits.members
        settings.viewersPerRoom = limits.viewers
        return settings
    }

    var edgeLimits: EdgeLimits {
        var edge = EdgeLimits()
        edge.connections = limits.connections
        edge.idlePerAddress = limits.connectionsPerAddress
        return edge
    }
}

import Access
import Edge
import NIOCore

/// Where the operator's page is, and who may see it.
package struct AdminConfiguration: Sendable {
    package var host: String
    package var port: Int
    /// Opens to the operator's token.
    package var gate: TokenGate
    /// Only this machine reaches it; then no name but `localhost` leads here.
    package var isLocal: Bool
    package var limits = Self.fewPeople

    package init(host: String, port: Int, gate: TokenGate, isLocal: Bool) {
        self.host = host
        self.port = port
        self.gate = gate
        self.isLocal = isLocal
    }

    /// Some operators with a few windows each, who send nothing large.
    private static var fewPeople: EdgeLimits {
        var limits = EdgeLimits()
        limits.connections = 256
        limits.connectionsPerAddress = 128
        limits.idlePerAddress = 64
        limits.headerBytes = 8_192
        limits.bodyBytes = 4_096
        limits.responseTime = .seconds(30)
        return limits
    }
}

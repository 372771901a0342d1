/// What the relay has done since the start.
package struct TURNCounters: Sendable {
    package var allocationsMade: UInt64 = 0
    /// From clients to peers.
    package var packetsSent: UInt64 = 0
    package var bytesSent: UInt64 = 0
    /// From peers to clients.
    package var packetsReceived: UInt64 = 0
    package var bytesReceived: UInt64 = 0
    private var refusals = [UInt64](repeating: 0, count: TURNRefusalReason.allCases.count)

    package init() {}

    package mutating func count(_ reason: TURNRefusalReason) { refusals[reason.rawValue] &+= 1 }

    package func refused(_ reason: TURNRefusalReason) -> UInt64 { refusals[reason.rawValue] }

    package mutating func add(_ other: TURNCounters) {
        allocationsMade &+= other.allocationsMade
        packetsSent &+= other.packetsSent
        bytesSent &+= other.bytesSent
        packetsReceived &+= other.packetsReceived
        bytesReceived &+= other.bytesReceived
        for place in refusals.indices { refusals[place] &+= other.refusals[place] }
    }
}

/// Counters of one worker. Plain numbers of one thread; summed over the workers when somebody asks.
package struct MediaCounters: Sendable {
    package var datagramsReceived: UInt64 = 0
    package var packetsReceived: UInt64 = 0
    package var packetsForwarded: UInt64 = 0
    package var bytesForwarded: UInt64 = 0
    package var packetsRetransmitted: UInt64 = 0
    package var packetsRecovered: UInt64 = 0
    package var nacksSent: UInt64 = 0
    package var keyFrameRequestsSent: UInt64 = 0
    package var handshakesCompleted: UInt64 = 0
    package var handedOver: UInt64 = 0
    // One for each reason, and room for more.
    private var drops = [32 of UInt64](repeating: 0)

    package init() {}

    @inline(__always)
    package mutating func drop(_ reason: DropReason) { drops[reason.rawValue] &+= 1 }

    package func dropped(_ reason: DropReason) -> UInt64 { drops[reason.rawValue] }

    package mutating func add(_ other: MediaCounters) {
        datagramsReceived += other.datagramsReceived
        packetsReceived += other.packetsReceived
        packetsForwarded += other.packetsForwarded
        bytesForwarded += other.bytesForwarded
        packetsRetransmitted += other.packetsRetransmitted
        packetsRecovered += other.packetsRecovered
        nacksSent += other.nacksSent
        keyFrameRequestsSent += other.keyFrameRequestsSent
        handshakesCompleted += other.handshakesCompleted
        handedOver += other.handedOver
        for index in 0..<drops.count { drops[index] += other.drops[index] }
    }
}

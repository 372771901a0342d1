import Bytes

/// A datagram under way.
struct VirtualDatagram {
    var arrival: MonotonicTime
    /// Order of sending, so that equal arrival times always resolve alike.
    var order: UInt64
    var source: SocketAddress
    var destination: SocketAddress
    var bytes: [UInt8]

    func isBefore(_ other: VirtualDatagram) -> Bool {
        arrival == other.arrival ? order < other.order : arrival < other.arrival
    }
}

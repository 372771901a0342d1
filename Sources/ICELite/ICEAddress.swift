import Bytes

/// An address of the peer that has proved itself by a signed check.
struct ICEAddress: Sendable {
    let address: SocketAddress
    /// PRIORITY of its last check (RFC 8445 §7.1.1).
    var priority: UInt32
    var lastCheck: MonotonicTime
    /// When its last check carried USE-CANDIDATE.
    var lastNomination: MonotonicTime?
}

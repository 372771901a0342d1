import Bytes

/// What transport-wide feedback says about one packet.
package struct TWCCStatus: Sendable, Equatable {
    package let sequence: UInt16
    /// On the receiver's clock, to 250 µs, beginning anew every 12 days; `nil` when the packet had not arrived.
    package let arrival: MonotonicTime?

    package init(sequence: UInt16, arrival: MonotonicTime?) {
        self.sequence = sequence
        self.arrival = arrival
    }
}

import Bytes

/// The TURN server.
package struct RelaySettings: Sendable, Equatable {
    package var mode = RelayMode.closed
    /// What credentials are derived from; nil makes one at each start.
    package var secret: Secret?
    package var realm = "toperparty"
    /// How long credentials are good for.
    package var lifetime: Duration = .seconds(43_200)
    /// Allocations one member may have, one source address (an IPv6 /64 counts as one), and everybody together.
    package var quota = 12
    package var quotaPerAddress = 256
    package var quotaTotal = 4096
    /// Kilobits a second of one allocation in each direction; nil is no cap.
    package var bandwidth: Int? = 20_000
    /// UDP ports of relayed addresses in open mode.
    package var ports: ClosedRange<UInt16> = 49_152...65_535
    /// Peers of open mode: what is allowed wins over what is denied, and both over the built-in list.
    package var allow: [AddressRange] = []
    package var deny: [AddressRange] = []
    /// Answer Binding requests of strangers.
    package var answersBinding = false

    package init() {}
}

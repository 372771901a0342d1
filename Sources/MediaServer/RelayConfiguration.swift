import Bytes

/// The TURN server inside (RFC 8656).
package struct RelayConfiguration: Sendable {
    /// Whether others than this server may be peers. Each allocation has sockets of its own then.
    package var isOpen = false
    /// What credentials are derived from; nil makes one at the start.
    package var secret: String?
    package var realm = "toperparty"
    /// How long credentials are good for, in seconds.
    package var credentialLifetime: Int64 = 43_200
    package var perMember = 8
    package var perAddress = 200
    package var total = 10_000
    /// Bytes per second of one allocation in each direction; 0 is no cap.
    package var bandwidth = 0
    /// Ports of relayed addresses when open.
    package var ports: ClosedRange<UInt16> = 49_152...65_535
    package var allow: [AddressRange] = []
    package var deny: [AddressRange] = []
    /// Whether Binding requests of strangers are answered.
    package var answersBinding = false

    package init() {}
}

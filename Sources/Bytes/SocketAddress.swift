/// An IPv4 or IPv6 address and port, in 24 bytes. IPv4 is held in its IPv4-mapped form, so one socket of either family gives equal keys.
public struct SocketAddress: Sendable, Hashable {
    /// The address's 16 bytes, big-endian, as two numbers.
    public var high: UInt64
    public var low: UInt64
    public var port: UInt16
    /// Interface index of a link-local IPv6 address, 0 otherwise.
    public var scope: UInt32

    @inlinable
    public init(high: UInt64, low: UInt64, port: UInt16, scope: UInt32 = 0) {
        self.high = high
        self.low = low
        self.port = port
        self.scope = scope
    }

    /// IPv4, address in host byte order.
    @inlinable
    public init(ipv4: UInt32, port: UInt16) {
        self.init(high: 0, low: 0xffff_0000_0000 | UInt64(ipv4), port: port)
    }

    @inlinable public var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }
    /// The IPv4 address in host byte order; meaningful when `isIPv4`.
    @inlinable public var ipv4: UInt32 { UInt32(truncatingIfNeeded: low) }
}

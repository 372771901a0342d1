/// A block of addresses in CIDR notation (RFC 4632 for IPv4, RFC 4291 §2.3 for IPv6).
///
/// IPv4 and IPv6 are kept apart as operators mean them: `::/0` is every IPv6 address and no IPv4 one.
public struct AddressRange: Sendable, Hashable {
    /// The first address, as `SocketAddress` holds it.
    public let high: UInt64
    public let low: UInt64
    /// Bits of 128 that an address has to share with the first one. 96 of an IPv4 range's are those that make it IPv4.
    public let length: UInt8

    /// - Parameter prefix: bits counted in the address's own family.
    public init?(_ address: SocketAddress, prefix: Int) {
        let width = address.isIPv4 ? 32 : 128
        guard (0...width).contains(prefix) else { return nil }
        length = UInt8(prefix + 128 - width)
        let mask = Self.mask(length)
        high = address.high & mask.high
        low = address.low & mask.low
    }

    /// Reads `203.0.113.0/24`, `2001:db8::/32` or a single address. Bits beyond the prefix are an error, because they are a slip of whoever wrote them.
    public init(_ text: String) throws(AddressRangeError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = SocketAddress(host: String(first), port: 0) else {
            throw .noAddress(text)
        }
        // `::ffff:0:0/96` is all of IPv4, its prefix counted in IPv6.
        let mapped = address.isIPv4 && first.contains(":") ? 96 : 0
        let limit = mapped + (address.isIPv4 ? 32 : 128)
        guard let prefix = parts.count == 2 ? Self.number(parts[1]) : limit,
            let range = Self(address, prefix: prefix - mapped)
        else { throw .noPrefix(text, limit: limit) }
        guard range.high == address.high, range.low == address.low else {
            throw .bitsBeyondPrefix(text, meant: range.description)
        }
        self = range
    }

    @inlinable
    public func contains(_ address: SocketAddress) -> Bool {
        guard isIPv4 == address.isIPv4 else { return false }
        let mask = Self.mask(length)
        return address.high & mask.high == high && address.low & mask.low == low
    }

    @inlinable public var isIPv4: Bool { length >= 96 && high == 0 && low >> 32 == 0xffff }

    @inlinable
    static func mask(_ length: UInt8) -> (high: UInt64, low: UInt64) {
        let high = min(UInt64(length), 64)
        let low = UInt64(length) - high
        // Swift's shifts are smart: one by 64 gives 0.
        return (~(UInt64.max >> high), ~(UInt64.max >> low))
    }

    private static func number(_ text: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }
}

extension AddressRange: CustomStringConvertible {
    /// `203.0.113.0/24`.
    public var description: String {
        let first = SocketAddress(high: high, low: low, port: 0)
        return "\(first.host)/\(Int(length) - (isIPv4 ? 96 : 0))"
    }
}

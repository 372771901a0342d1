import Bytes

/// A block of addresses of one family, compared as whole numbers: comparing byte by byte would let addresses slip through between the corners (attack T5).
package struct AddressRange: Sendable, Hashable {
    package let first: SocketAddress
    package let last: SocketAddress
    /// Bits that all addresses share; of IPv4 those of its 32.
    package let prefix: Int
    package let isIPv4: Bool

    /// `192.0.2.0/24`, `2001:db8::/32`, or one address. `nil` for anything else; bits behind the prefix must be zero, because whoever sets them
    /// means something that the block does not say.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let host = parts.first, let address = SocketAddress(host: String(host), port: 0) else { return nil }
        let width = address.isIPv4 && !host.contains(":") ? 32 : 128
        var prefix = width
        if parts.count == 2 {
            guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
                let number = Int(parts[1]), number <= width
            else { return nil }
            prefix = number
        }
        self.init(address, prefix: prefix, isIPv4: width == 32)
        guard first.high == address.high, first.low == address.low else { return nil }
    }

    /// The block of that many bits around an address.
    package init(_ address: SocketAddress, prefix: Int, isIPv4: Bool) {
        let bits = isIPv4 ? prefix + 96 : prefix
        let high = Self.hostMask(bits: 64 - min(bits, 64))
        let low = Self.hostMask(bits: 128 - max(bits, 64))
        first = SocketAddress(high: address.high & ~high, low: address.low & ~low, port: 0)
        last = SocketAddress(high: address.high | high, low: address.low | low, port: 0)
        self.prefix = prefix
        self.isIPv4 = isIPv4
    }

    private static func hostMask(bits: Int) -> UInt64 { bits >= 64 ? .max : (1 << UInt64(max(bits, 0))) - 1 }

    /// Ports play no part. A block of IPv6 holds no IPv4 addresses, although we keep these in IPv6 form.
    package func contains(_ address: SocketAddress) -> Bool {
        guard address.isIPv4 == isIPv4 else { return false }
        return !Self.isLess(address, first) && !Self.isLess(last, address)
    }

    private static func isLess(_ left: SocketAddress, _ right: SocketAddress) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}

import Bytes

/// A peer that nobody may be relayed to, as it is written into a request: an IPv4 address may come in the clothes of IPv6.
struct HostilePeer: Sendable {
    let text: String
    /// 4 or 16.
    let bytes: [UInt8]
    /// What an operator would have to allow for it.
    private let addresses: [SocketAddress]

    init(_ text: String) {
        self.text = text
        let address = SocketAddress(host: text, port: 0) ?? SocketAddress(ipv4: 0, port: 0)
        bytes = address.isIPv4 ? Self.bytes(address.ipv4) : Self.bytes(address.high) + Self.bytes(address.low)
        addresses = [address]
    }

    private init(_ disguise: String, of inner: UInt32, high: UInt64, low: UInt64) {
        let outer = SocketAddress(high: high, low: low, port: 0)
        let address = SocketAddress(ipv4: inner, port: 0)
        text = "\(address.host) as \(disguise)"
        bytes = Self.bytes(high) + Self.bytes(low)
        addresses = [outer, address]
    }

    /// XOR-PEER-ADDRESS (RFC 8489 §14.2), in just these bytes.
    func attribute(port: UInt16, transaction: [UInt8]) -> [UInt8] {
        let mask: [UInt8] = [0x21, 0x12, 0xa4, 0x42] + transaction
        let port = port ^ 0x2112
        let family: UInt8 = bytes.count == 4 ? 1 : 2
        return [0, family, UInt8(port >> 8), UInt8(port & 0xff)] + zip(bytes, mask).map { $0 ^ $1 }
    }

    func isAllowed(by ranges: [AddressRange]) -> Bool {
        addresses.contains { address in ranges.contains { $0.contains(address) } }
    }

    private static func bytes(_ number: some FixedWidthInteger & UnsignedInteger) -> [UInt8] {
        stride(from: number.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    // MARK: Lists

    static let inside = [
        "127.0.0.2", "127.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    ].map { HostilePeer($0) }

    static let otherNamesOfLoopback = ["0.0.0.0", "0.1.2.3", "::", "::1"].map { HostilePeer($0) }

    static let inOtherClothes =
        ["fe80::1", "fc00::1", "fd12::1", "fec0::1", "ff02::1"].map { HostilePeer($0) }
        + [UInt32(0x7f00_0002), 0x7f01_0203, 0x0a00_0001, 0xc0a8_0101, 0xa9fe_a9fe].flatMap(disguises)

    private static func disguises(of address: UInt32) -> [HostilePeer] {
        let value = UInt64(address)
        return [
            ("IPv4-mapped", 0, 0xffff_0000_0000 | value), ("IPv4-compatible", 0, value),
            ("IPv4-translated", 0, 0xffff_0000_0000_0000 | value), ("6to4", 0x2002 << 48 | value << 16, 1),
            ("Teredo server", 0x2001_0000 << 32 | value, 0),
            ("Teredo client", 0x2001_0000_0808_0808, ~value & 0xffff_ffff), ("NAT64", 0x0064_ff9b << 32, value),
            ("local NAT64", 0x0064_ff9b_0001_0000, value), ("ISATAP", 0x2606_4700 << 32, 0x5efe << 32 | value),
        ].map { HostilePeer($0.0, of: address, high: $0.1, low: $0.2) }
    }
}

import Bytes

/// The IPv4 addresses that an IPv6 address may stand for. A gateway on the way would send there, so each of them is judged like the address itself
/// (attack T3; CVE-2026-27624).
enum EmbeddedIPv4 {
    static func addresses(in address: SocketAddress) -> [SocketAddress] {
        guard !address.isIPv4 else { return [] }
        return forms(address).map { SocketAddress(ipv4: $0, port: address.port) }
    }

    private static func forms(_ address: SocketAddress) -> [UInt32] {
        let (high, low) = (address.high, address.low)
        var found: [UInt32] = []
        // IPv4-compatible (RFC 4291 §2.5.5.1) and IPv4-translated (RFC 2765).
        if high == 0, low >> 32 == 0 || low >> 48 == 0xffff { found.append(UInt32(truncatingIfNeeded: low)) }
        // 6to4 (RFC 3056): 2002:AABB:CCDD::/48.
        if high >> 48 == 0x2002 { found.append(UInt32(truncatingIfNeeded: high >> 16)) }
        // Teredo (RFC 4380): the server, and the client with its bits inverted.
        if high >> 32 == 0x2001_0000 {
            found += [UInt32(truncatingIfNeeded: high), ~UInt32(truncatingIfNeeded: low)]
        }
        found += translated(high, low)
        // ISATAP (RFC 5214 §6.1), with the universal bit or without.
        if low >> 32 & ~0x0200_0000 == 0x5efe { found.append(UInt32(truncatingIfNeeded: low)) }
        return found
    }

    /// NAT64's well-known prefix (RFC 6052) and the local one (RFC 8215), where the address may stand as it does behind /96, /64, /56 or /48.
    private static func translated(_ high: UInt64, _ low: UInt64) -> [UInt32] {
        if high == 0x0064_ff9b_0000_0000, low >> 32 == 0 { return [UInt32(truncatingIfNeeded: low)] }
        guard high >> 16 == 0x0064_ff9b_0001 else { return [] }
        let behind48 = UInt32(truncatingIfNeeded: high & 0xffff) << 16 | UInt32(truncatingIfNeeded: low >> 40 & 0xffff)
        let behind64 = UInt32(truncatingIfNeeded: low >> 24)
        return [UInt32(truncatingIfNeeded: low), behind48, behind64]
    }
}

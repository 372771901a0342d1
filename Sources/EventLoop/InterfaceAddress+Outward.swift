import Bytes
import Glibc

extension InterfaceAddress {
    /// The addresses from which this machine would send to the internet, at most one of each family. Connecting a datagram socket asks the routing table and
    /// sends nothing; where it leads to are addresses kept for documentation (RFC 5737, RFC 3849).
    package static func outward() -> [SocketAddress] {
        [source(of: route4(), AF_INET), source(of: route6(), AF_INET6)].compactMap { $0 }
    }

    private static func route4() -> sockaddr_in {
        var raw = sockaddr_in()
        raw.sin_family = sa_family_t(AF_INET)
        raw.sin_port = UInt16(9).bigEndian
        raw.sin_addr.s_addr = UInt32(0xc000_0201).bigEndian
        return raw
    }

    private static func route6() -> sockaddr_in6 {
        var raw = sockaddr_in6()
        raw.sin6_family = sa_family_t(AF_INET6)
        raw.sin6_port = UInt16(9).bigEndian
        withUnsafeMutableBytes(of: &raw.sin6_addr) {
            $0.storeBytes(of: UInt64(0x2001_0db8_0000_0000).bigEndian, as: UInt64.self)
            $0.storeBytes(of: UInt64(1).bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return raw
    }

    private static func source<Raw>(of route: Raw, _ family: Int32) -> SocketAddress? {
        let descriptor = socket(family, Int32(SOCK_DGRAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var raw = route
        var count = socklen_t(MemoryLayout<Raw>.size)
        let isKnown = withUnsafeMutableBytes(of: &raw) { bytes -> Bool in
            guard let base = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            return connect(descriptor, base, count) == 0 && getsockname(descriptor, base, &count) == 0
        }
        guard isKnown else { return nil }
        return withUnsafeBytes(of: raw) { address(in: $0, family) }
    }

    /// sockaddr_in has the address at 4, sockaddr_in6 at 8.
    private static func address(in bytes: UnsafeRawBufferPointer, _ family: Int32) -> SocketAddress? {
        if family == AF_INET {
            let address = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
            return address == 0 ? nil : SocketAddress(ipv4: address, port: 0)
        }
        let high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        let low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
        return high == 0 && low == 0 ? nil : SocketAddress(high: high, low: low, port: 0)
    }
}

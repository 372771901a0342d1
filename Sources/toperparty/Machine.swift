import Bytes
import Glibc

/// What the program asks of the machine it runs on.
enum Machine {
    /// A server of many sockets needs more descriptors than the 1024 that are usual at first; the hard limit is what it may have.
    static func raiseDescriptorLimit() {
        let descriptors = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(descriptors, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        setrlimit(descriptors, &limit)
    }

    /// False where IPv6 is switched off, as in many containers.
    static var hasIPv6: Bool { tryToListen(SocketAddress(high: 0, low: 0, port: 0)) == 0 }

    /// Listens on a TCP port for a moment; answers 0 or why it cannot be.
    static func tryToListen(_ address: SocketAddress) -> Int32 {
        address.isIPv4 ? tryToListen(v4(address), AF_INET) : tryToListen(v6(address), AF_INET6)
    }

    /// A port on loopback that nobody holds now, neither in TCP nor, most likely, in UDP.
    static func freePort() throws(StartFailure) -> UInt16 {
        for _ in 0..<50 {
            let port = UInt16.random(in: 20_000...32_000)
            if tryToListen(SocketAddress(ipv4: 0x7f00_0001, port: port)) == 0 { return port }
        }
        throw StartFailure(description: "no port is free on 127.0.0.1.")
    }

    private static func tryToListen<Address>(_ address: Address, _ family: Int32) -> Int32 {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let bound = withUnsafeBytes(of: address) { bytes in
            guard let base = bytes.baseAddress else { return Int32(-1) }
            return bind(descriptor, base.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
        return bound == 0 && listen(descriptor, 1) == 0 ? 0 : errno
    }

    private static func v4(_ address: SocketAddress) -> sockaddr_in {
        var raw = sockaddr_in()
        raw.sin_family = sa_family_t(AF_INET)
        raw.sin_port = address.port.bigEndian
        raw.sin_addr.s_addr = address.ipv4.bigEndian
        return raw
    }

    private static func v6(_ address: SocketAddress) -> sockaddr_in6 {
        var raw = sockaddr_in6()
        raw.sin6_family = sa_family_t(AF_INET6)
        raw.sin6_port = address.port.bigEndian
        raw.sin6_scope_id = address.scope
        withUnsafeMutableBytes(of: &raw.sin6_addr) { bytes in
            bytes.storeBytes(of: address.high.bigEndian, as: UInt64.self)
            bytes.storeBytes(of: address.low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return raw
    }
}

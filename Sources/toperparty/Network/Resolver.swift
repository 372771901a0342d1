import Bytes
import EventLoop
import Glibc

/// Addresses of names.
enum Resolver {
    /// All of them, in the order in which the system would try them.
    static func addresses(of host: String, port: UInt16) throws(ProbeError) -> [SocketAddress] {
        if let literal = SocketAddress(host: host, port: port) { return [literal] }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &list) == 0 else { throw .unknownHost(host) }
        defer { freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var next = list
        while let entry = next?.pointee {
            if let text = text(of: entry), let address = SocketAddress(host: text, port: port), !found.contains(address)
            {
                found.append(address)
            }
            next = entry.ai_next
        }
        guard !found.isEmpty else { throw .unknownHost(host) }
        return found
    }

    private static func text(of entry: addrinfo) -> String? {
        var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        guard
            getnameinfo(
                entry.ai_addr, entry.ai_addrlen, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST) == 0
        else { return nil }
        let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        // A link-local address has its interface's name behind it.
        return String(decoding: bytes, as: UTF8.self).split(separator: "%").first.map(String.init)
    }
}

import Bytes
import EventLoop
import MediaParameters

/// Which addresses go into candidates.
enum CandidateList {
    static func addresses(for configuration: MediaServerConfiguration, port: UInt16) -> [CandidateAddress] {
        hosts(for: configuration).map { CandidateAddress(host: $0.host, port: $0.port == 0 ? port : $0.port) }
    }

    private static func hosts(for configuration: MediaServerConfiguration) -> [SocketAddress] {
        if !configuration.publicAddresses.isEmpty { return configuration.publicAddresses }
        let isAny =
            configuration.host.high == 0 && (configuration.host.low == 0 || configuration.host.low == 0xffff_0000_0000)
        return isAny ? interfaces() : [configuration.host]
    }

    /// Loopback last: only this machine's own browsers can use it, and Firefox never does. Link-local IPv6 would need a zone that means nothing elsewhere.
    private static func interfaces() -> [SocketAddress] {
        let all = InterfaceAddress.all().filter { $0.address.high >> 54 != 0xfe80 >> 6 }
        let reachable = all.filter { !$0.isLoopback }.map(\.address)
        return reachable + all.filter(\.isLoopback).map(\.address)
    }
}

import Bytes
import EventLoop
import MediaParameters

/// Which addresses go into candidates, likeliest first.
enum CandidateList {
    static func addresses(for configuration: MediaServerConfiguration, port: UInt16) -> [CandidateAddress] {
        var found: [CandidateAddress] = []
        for host in hosts(for: configuration) {
            let candidate = CandidateAddress(host: host.host, port: host.port == 0 ? port : host.port)
            if !found.contains(candidate) { found.append(candidate) }
        }
        return found
    }

    private static func hosts(for configuration: MediaServerConfiguration) -> [SocketAddress] {
        let own = configuration.host.isUnspecified ? interfaces() : [configuration.host]
        guard !configuration.publicAddresses.isEmpty else { return own }
        return configuration.publicAddresses + (configuration.addsInterfaces ? own : [])
    }

    /// Link-local addresses would need a zone that means nothing elsewhere.
    private static func interfaces() -> [SocketAddress] {
        let all = InterfaceAddress.all().map(\.address).filter { !$0.isLinkLocal }
        let outward = Set(InterfaceAddress.outward())
        return all.enumerated().sorted {
            (rank($0.element, outward), $0.offset) < (rank($1.element, outward), $1.offset)
        }.map(\.element)
    }

    /// The address that the default route leaves from is the one others see; bridges of containers have private ones that lead nowhere.
    /// Loopback last: only this machine's own browsers can use it, and Firefox never does.
    private static func rank(_ address: SocketAddress, _ outward: Set<SocketAddress>) -> Int {
        if address.isLoopback { return 4 }
        if outward.contains(address) { return address.isPrivate ? 1 : 0 }
        return address.isPrivate ? 3 : 2
    }
}

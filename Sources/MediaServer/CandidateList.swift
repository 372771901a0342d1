import Bytes
import EventLoop
import MediaParameters

/// Which addresses go into candidates, likeliest first.
enum CandidateList {
    static func addresses(for configuration: MediaServerConfiguration, port: UInt16) -> [CandidateAddress] {
        let connections = configuration.tcpHost.map { hosts($0, configuration) } ?? []
        var found: [CandidateAddress] = []
        for host in hosts(configuration.host, configuration) {
            add(CandidateAddress(host: host.host, port: host.port == 0 ? port : host.port), to: &found)
        }
        for host in connections {
            add(
                CandidateAddress(host: host.host, port: host.port == 0 ? port : host.port, transport: .tcpPassive),
                to: &found)
        }
        return found
    }

    private static func add(_ candidate: CandidateAddress, to found: inout [CandidateAddress]) {
        if !found.contains(candidate) { found.append(candidate) }
    }

    /// - Parameter bound: where the server listens.
    private static func hosts(_ bound: SocketAddress, _ configuration: MediaServerConfiguration) -> [SocketAddress] {
        let own = bound.isUnspecified ? interfaces() : [bound]
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

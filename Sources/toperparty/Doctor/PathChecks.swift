import Bytes
import Probe

/// Each way that a browser would be offered for media, with media.
struct PathChecks {
    let media: MediaProbe

    struct Result: Sendable {
        let path: MediaPath
        let outcome: MediaOutcome
    }

    /// All at once, in the order asked for.
    func run(_ paths: [MediaPath]) async -> [Result] {
        await withTaskGroup(of: (Int, Result).self) { group in
            for (index, path) in paths.enumerated() {
                group.addTask { (index, Result(path: path, outcome: await media.run(path))) }
            }
            var results: [(Int, Result)] = []
            for await result in group { results.append(result) }
            return results.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    static func paths(of session: ProbeSession) -> [MediaPath] {
        session.candidates.compactMap { candidate in
            guard let address = SocketAddress(host: candidate.host, port: candidate.port) else { return nil }
            return candidate.isTCP ? .tcp(address) : .udp(address)
        }
    }

    static func relays(_ offers: [RelayOffer]) -> [MediaPath] {
        var paths: [MediaPath] = []
        for offer in offers {
            guard let address = (try? Resolver.addresses(of: offer.host, port: offer.port))?.first else { continue }
            let path = MediaPath.relay(offer.transport, address)
            if !paths.contains(path) { paths.append(path) }
        }
        return paths
    }
}

import LoadSupport

/// How clients reach the server.
enum LoadPath: String, Sendable, CaseIterable {
    case udp, tcp
    case turnUDP = "turn-udp"
    case turnTCP = "turn-tcp"
    case turnTLS = "turn-tls"

    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

    func open(_ remote: RemoteParameters, challenge: RelayChallenge) throws(LoadError) -> any PacketPath {
        do throws(PathFailure) {
            switch self {
            case .udp: return try DatagramPath(host: remote.host, port: remote.port)
            case .tcp: return try Self.connection(remote)
            case .turnUDP:
                return try RelayedDatagramPath(
                    relay: Self.relay(.udp, remote), peer: Self.peer(remote), challenge: challenge)
            case .turnTCP:
                return try StreamPath(relay: Self.relay(.tcp, remote), peer: Self.peer(remote), challenge: challenge)
            case .turnTLS:
                return try StreamPath(relay: Self.relay(.tls, remote), peer: Self.peer(remote), challenge: challenge)
            }
        } catch {
            throw .network("--path \(rawValue): \(error)")
        }
    }

    private static func connection(_ remote: RemoteParameters) throws(PathFailure) -> StreamPath {
        guard let (host, port) = remote.connection else { throw PathFailure("the answer has no TCP candidate") }
        return try StreamPath(host: host, port: port)
    }

    private static func relay(_ transport: RelayServer.Transport, _ remote: RemoteParameters) throws(PathFailure)
        -> RelayServer
    {
        guard let relay = remote.relays.first(where: { $0.transport == transport }) else {
            throw PathFailure("the server names no such relay")
        }
        return relay
    }

    private static func peer(_ remote: RemoteParameters) throws(PathFailure) -> IPv4Address {
        guard let peer = IPv4Address(host: remote.host, port: remote.port) else {
            throw PathFailure("\(remote.host) is no IPv4 address")
        }
        return peer
    }
}

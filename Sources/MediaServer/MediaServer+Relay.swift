import Bytes
import EventLoop
import MediaParameters
import TURNCore

extension MediaServer {
    static func relay(_ configuration: MediaServerConfiguration, port: UInt16) -> RelaySurroundings? {
        guard let relay = configuration.relay else { return nil }
        let media = CandidateList.addresses(for: configuration, port: port).compactMap {
            SocketAddress(host: $0.host, port: $0.port)
        }
        return RelaySurroundings(
            relay, host: configuration.host, media: media, own: InterfaceAddress.all().map(\.address))
    }

    /// What everything that is relayed for a room carries.
    func relayMark(ofRoom name: String) -> UInt32 { relay?.credentials.mark(ofRoom: name.utf8) ?? 0 }

    /// Whether clients can be relayed at all.
    package var isRelaying: Bool { relay != nil }

    /// User name and password for one member, bound to the room; nil while relaying is off.
    /// - Parameter unixTime: now, in seconds.
    package func issueRelayCredentials(room: String, member: String, unixTime: Int64) async -> (
        username: String, password: String
    )? {
        guard let relay else { return nil }
        let issued = relay.credentials.issue(
            room: room, member: member, expires: unixTime + relay.configuration.credentialLifetime)
        // Only with a secret of our own can names be hidden, so only then have the workers to know them.
        if relay.configuration.secret == nil {
            for worker in workers { await worker.learnRelay(issued.username) }
        }
        return (issued.username, issued.password)
    }

    /// The member has left: its allocations end at once and its credentials are void.
    package func revokeRelayCredentials(username: String) async {
        guard relay != nil else { return }
        for worker in workers { await worker.revokeRelay(username) }
    }
}

import MediaServer
import PartyProtocol

/// Hands out credentials for the relay inside, one set for each member, and takes them back when the member goes.
actor RelayDesk {
    /// Names that can be taken back; beyond it the oldest members keep theirs until they expire.
    private static let maximum = 100_000

    private let media: MediaServer
    private let clock: WallClock
    private let configuration: SignalingConfiguration
    private var names: [String: String] = [:]

    init(media: MediaServer, configuration: SignalingConfiguration, clock: WallClock) {
        self.media = media
        self.configuration = configuration
        self.clock = clock
    }

    /// What the member may relay by: the servers that the operator has named, and our own.
    func servers(room: String, member: String) async -> [ICEServer] {
        guard !configuration.relayURLs.isEmpty, names.count < Self.maximum,
            let issued = await media.issueRelayCredentials(
                room: room, member: member, unixTime: Int64(clock.now() / 1000))
        else { return configuration.iceServers }
        names[member] = issued.username
        let own = ICEServer(
            urls: configuration.relayURLs, username: issued.username, credential: issued.password)
        return configuration.iceServers + [own]
    }

    /// The member has gone: what it relayed ends at once.
    func end(_ member: String) async {
        guard let name = names.removeValue(forKey: member) else { return }
        await media.revokeRelayCredentials(username: name)
    }
}

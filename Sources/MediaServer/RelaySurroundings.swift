import Bytes
import SecureTransport
import TURNCore

/// What the workers' relays have in common: secrets, and where this server is.
struct RelaySurroundings: Sendable {
    let configuration: RelayConfiguration
    let credentials: TURNCredentials
    let policy: PeerPolicy
    /// Where relayed addresses are bound, and what clients are told of them, by family.
    let bindIPv4: SocketAddress?
    let bindIPv6: SocketAddress?
    private let nonceKey: [UInt8]
    private let ledger: SharedLedger
    let reservations = RelayReservations()
    private let reservationLifetime: TimeSpan

    init(_ configuration: RelayConfiguration, host: SocketAddress, media: [SocketAddress], own: [SocketAddress]) {
        self.configuration = configuration
        var random = SecureRandom()
        nonceKey = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
        let secret = configuration.secret ?? Self.secret(&random)
        credentials = TURNCredentials(secret: secret)
        policy =
            configuration.isOpen
            ? .open(
                media: media, own: own, relayPorts: configuration.ports, allow: configuration.allow,
                deny: configuration.deny) : .closed(media: media)
        let isAny = host.high == 0 && (host.low == 0 || host.low == 0xffff_0000_0000)
        bindIPv4 = isAny ? SocketAddress(ipv4: 0, port: 0) : host.isIPv4 ? host : nil
        let settings = Self.settings(configuration, policy)
        ledger = SharedLedger(settings)
        reservationLifetime = settings.reservationLifetime
        bindIPv6 = isAny ? SocketAddress(high: 0, low: 0, port: 0) : host.isIPv4 ? nil : host
    }

    private static func secret(_ random: inout SecureRandom) -> String {
        (0..<4).map { _ in String(random.next(), radix: 36) }.joined()
    }

    func server(worker: Int) -> TURNServer {
        var settings = Self.settings(configuration, policy)
        settings.worker = UInt8(truncatingIfNeeded: worker)
        var random = SecureRandom()
        return TURNServer(
            configuration: settings, credentials: credentials, nonceKey: nonceKey, seed: random.next(), ledger: ledger)
    }

    /// - Returns: the token for it, or nil when too many are kept already.
    func keep(_ reserved: ReservedRelay, for request: RelayRequest, now: MonotonicTime) -> UInt64? {
        reservations.add(reserved, for: request.identity, until: now + reservationLifetime, now: now)
    }

    private static func settings(_ configuration: RelayConfiguration, _ policy: PeerPolicy) -> TURNConfiguration {
        var settings = TURNConfiguration(policy: policy)
        settings.realm = configuration.realm
        settings.answersBinding = configuration.answersBinding
        // With a secret of our own every name comes from us, so its hash is known.
        settings.offersUserhash = configuration.secret == nil
        settings.perMember = configuration.perMember
        settings.perAddress = configuration.perAddress
        settings.total = configuration.total
        settings.bandwidth = configuration.bandwidth
        return settings
    }

    func hasFamily(_ family: RelayRequest.Family) -> Bool {
        policy.media.contains { $0.isIPv4 == (family == .ipv4) }
    }

    /// The host that clients are told for a family.
    func host(ipv4: Bool) -> SocketAddress? { policy.media.first { $0.isIPv4 == ipv4 } }
}

import Bytes
import MediaParameters
import MediaServer

extension Configuration {
    /// Nil when the relay is off.
    var relayConfiguration: RelayConfiguration? {
        guard relay.mode != .off else { return nil }
        var settings = RelayConfiguration()
        settings.isOpen = relay.mode == .open
        settings.secret = relay.secret?.text
        settings.realm = relay.realm
        settings.credentialLifetime = relay.lifetime.components.seconds
        settings.perMember = relay.quota
        settings.perAddress = relay.quotaPerAddress
        settings.total = relay.quotaTotal
        // From kilobits to bytes.
        settings.bandwidth = (relay.bandwidth ?? 0) * 125
        settings.ports = relay.ports
        settings.allow = relay.allow
        settings.deny = relay.deny
        settings.answersBinding = relay.answersBinding
        return settings
    }

    /// Where browsers find the relay (RFC 7065). Few, because browsers try all of them: UDP first, then TCP, then TLS, which only a host with a
    /// certificate of its name can offer.
    package func relayURLs(_ candidates: [CandidateAddress]) -> [String] {
        guard relay.mode != .off, let first = candidates.first else { return [] }
        let hosts = [first] + (second(after: first, candidates).map { [$0] } ?? [])
        var urls = ["udp", "tcp"].flatMap { transport in
            hosts.map { "turn:\($0.host.urlHost):\($0.port)?transport=\(transport)" }
        }
        if tls.mode != .off, let name = nameForTLS { urls.append("turns:\(name):\(first.port)?transport=tcp") }
        return urls
    }

    /// One address more, for clients that cannot use the first: of the other family where it leads as far, or the next that the operator has named.
    private func second(after first: CandidateAddress, _ candidates: [CandidateAddress]) -> CandidateAddress? {
        let others = candidates.filter { $0.transport == .udp && $0.host != first.host }
        let named = others.filter { candidate in
            addresses.published.contains { $0.hasHost(of: candidate) }
        }
        return named.first { $0.isIPv6 != first.isIPv6 } ?? others.first { leads($0, asFarAs: first) } ?? named.first
    }

    private func leads(_ other: CandidateAddress, asFarAs first: CandidateAddress) -> Bool {
        guard other.isIPv6 != first.isIPv6, let one = SocketAddress(host: first.host, port: 0),
            let two = SocketAddress(host: other.host, port: 0)
        else { return false }
        return !one.isLoopback && !two.isLoopback && one.isPrivate == two.isPrivate
    }

    /// The host in `public-url`.
    private var nameForTLS: String? {
        guard let rest = addresses.url?.split(separator: "//", maxSplits: 1).last else { return nil }
        guard rest.hasPrefix("[") else { return String(rest.prefix { $0 != ":" && $0 != "/" }) }
        return String(rest.prefix { $0 != "]" }) + "]"
    }
}

extension CandidateAddress {
    fileprivate var isIPv6: Bool { host.contains(":") }
}

extension SocketAddress {
    fileprivate func hasHost(of candidate: CandidateAddress) -> Bool {
        SocketAddress(host: candidate.host, port: port) == self
    }
}

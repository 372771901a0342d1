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
    func relayURLs(_ candidates: [CandidateAddress]) -> [String] {
        guard relay.mode != .off, let first = candidates.first else { return [] }
        let host = first.host.contains(":") ? "[\(first.host)]" : first.host
        let place = "\(host):\(first.port)"
        var urls = ["turn:\(place)?transport=udp", "turn:\(place)?transport=tcp"]
        if tls.mode != .off, let name = nameForTLS { urls.append("turns:\(name):\(first.port)?transport=tcp") }
        return urls
    }

    /// The host in `public-url`.
    private var nameForTLS: String? {
        guard let rest = addresses.url?.split(separator: "//", maxSplits: 1).last else { return nil }
        guard rest.hasPrefix("[") else { return String(rest.prefix { $0 != ":" && $0 != "/" }) }
        return String(rest.prefix { $0 != "]" }) + "]"
    }
}

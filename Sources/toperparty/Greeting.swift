import Bytes
import MediaParameters

/// What the server says when it is ready.
struct Greeting {
    let candidates: [CandidateAddress]
    let configuration: Configuration

    func text(port: Int) -> String {
        let scheme = configuration.tls.mode == .off ? "http" : "https"
        var lines = ["ToperParty \(Version.text) is ready: \(scheme)://localhost:\(port)/"]
        lines += configuration.tcpHost.map(\.isLoopback) == true ? alone : forOthers(scheme, port)
        return lines.joined(separator: "\n") + "\n"
    }

    private var alone: [String] {
        [
            "Only this machine can reach it. To let others in, start it with --open, or with --auth-secret so that they need an invitation."
        ]
    }

    private func forOthers(_ scheme: String, _ port: Int) -> [String] {
        var lines: [String] = []
        let others = candidates.map(\.host).filter { !$0.hasPrefix("127.") && $0 != "::1" }
        let isNamed = configuration.addresses.url != nil || !configuration.addresses.published.isEmpty
        if let place = configuration.addresses.url ?? others.first.map({ url(scheme, $0, port) }) {
            lines.append("Others reach it at \(place)/, if firewalls let TCP and UDP port \(port) through.")
        }
        if configuration.tls.mode == .off {
            lines.append(
                "Browsers give camera and microphone to https pages only: name a certificate with --tls-certificate and --tls-key, or put a TLS proxy in front of the TCP port."
            )
        }
        if !isNamed, !others.isEmpty {
            lines.append("Behind NAT or in a container, name the address that others reach with --public-address.")
        }
        return lines
    }

    private func url(_ scheme: String, _ host: String, _ port: Int) -> String {
        "\(scheme)://\(host.urlHost):\(port)"
    }
}

import MediaParameters

/// What the server says when it is ready.
struct Greeting {
    let candidates: [CandidateAddress]
    /// The operator has named the addresses, so they are those to tell others.
    let isPublic: Bool

    func text(port: Int) -> String {
        let others = candidates.map(\.host).filter { !$0.hasPrefix("127.") && $0 != "::1" }
        var lines = ["ToperParty \(Version.text) is ready: http://localhost:\(port)/"]
        if let first = others.first {
            lines.append("Others reach it at \(url(first, port)), if firewalls let TCP and UDP port \(port) through.")
            lines.append(
                "Browsers give camera and microphone to https pages only: put a TLS proxy in front of the TCP port for them."
            )
        }
        if !isPublic, !others.isEmpty {
            lines.append("Behind NAT or in a container, name the address that others reach with --public-address.")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func url(_ host: String, _ port: Int) -> String {
        host.contains(":") ? "http://[\(host)]:\(port)/" : "http://\(host):\(port)/"
    }
}

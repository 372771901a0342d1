import Bytes
import Probe

/// Why paths do not work, seen from the server's own machine or from a viewer's.
struct PathDiagnosis {
    let port: UInt16
    /// Addresses that the operator has named.
    let published: [SocketAddress]
    /// Those of this machine's interfaces; empty from a viewer's side.
    let own: [SocketAddress]
    /// What a STUN server says.
    let discovered: [SocketAddress]
    /// Whether the page answers over TCP at an address.
    let tcpAnswers: Set<String>

    func findings(_ results: [PathChecks.Result]) -> [Finding] {
        let anyUDP = results.contains { $0.outcome.isGood && $0.path.isUDP && !$0.path.isRelay }
        return results.map { result in
            result.outcome.isGood
                ? .good("\(result.path)", result.outcome.description) : failure(result, anyUDP)
        }
    }

    private func failure(_ result: PathChecks.Result, _ anyUDP: Bool) -> Finding {
        let address = result.path.address
        let check = "\(result.path)"
        if let code = result.outcome.sender.refusal ?? result.outcome.receiver.refusal {
            return .bad(
                check, "the relay refuses with \(code)",
                fix: code == 486
                    ? "--turn-quota-address with a larger number"
                    : "the same --turn-secret on all servers, and a right clock")
        }
        guard result.outcome.sender.roundTrip == nil || result.outcome.receiver.roundTrip == nil else {
            return .bad(check, result.outcome.description, fix: "toperparty serve --log-level debug shows more")
        }
        if result.path.isRelay, !result.path.isUDP, tcpAnswers.contains(address.host) {
            return .bad(
                check, "pages come through TCP port \(address.port), but no relay answers there",
                fix: "a proxy in front that reads TLS or HTTP holds TURN back: let it pass the bytes as they are",
                "toperparty serve --log-level debug shows more")
        }
        if result.path.isUDP, isForeign(address), anyUDP, !tcpAnswers.contains(address.host) {
            return wrongAddress(check, address)
        }
        let transport = result.path.isUDP ? "udp" : "tcp"
        let name = transport.uppercased()
        return Finding(
            check: check, status: .bad,
            detail: "\(name) port \(address.port) is blocked: \(result.outcome.description)",
            fix: FirewallAdvice.open(address.port, transport))
    }

    private func isForeign(_ address: SocketAddress) -> Bool {
        published.contains { same($0, address) } && !own.contains { same($0, address) }
    }

    private func same(_ one: SocketAddress, _ other: SocketAddress) -> Bool {
        one.high == other.high && one.low == other.low
    }

    private func wrongAddress(_ check: String, _ address: SocketAddress) -> Finding {
        if discovered.contains(where: { same($0, address) }) {
            return .warning(
                check, "is this network's public address, but does not lead here from inside (no hairpin NAT)",
                fix:
                    "forward UDP and TCP port \(address.port) in the router to this machine, then try toperparty doctor --from URL outside"
            )
        }
        let better = discovered + own.filter { !$0.isLoopback }
        let names = better.map(\.host)
        return Finding(
            check: check, status: .bad,
            detail:
                "wrong public address: \(address.host) does not lead to this server, while it answers at its own addresses",
            fix: names.prefix(3).map { "--public-address \($0)" } + [
                "or, if a router holds \(address.host): forward UDP and TCP port \(address.port) to this machine"
            ])
    }
}

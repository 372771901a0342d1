import Bytes
import EventLoop
import STUN

/// Asks a STUN server for the addresses at which this machine is seen from outside.
struct AddressDiscovery {
    let server: DiscoveryServer
    var patience = TimeSpan.seconds(4)

    /// One address for each family in which the server can be reached; port 0, because the server's own port leads to it.
    func addresses() async throws(ProbeError) -> [SocketAddress] {
        var found: [SocketAddress] = []
        var families: Set<Bool> = []
        var problem = ProbeError.silent
        for address in try Resolver.addresses(of: server.host, port: server.port)
        where families.insert(address.isIPv4).inserted {
            do throws(ProbeError) {
                let seen = try await ask(address)
                found.append(SocketAddress(high: seen.high, low: seen.low, port: 0))
            } catch {
                problem = error
            }
        }
        guard !found.isEmpty else { throw problem }
        return found
    }

    /// Asks again after 0.5 s, 1 s and so on (RFC 8489 §6.2.1).
    private func ask(_ address: SocketAddress) async throws(ProbeError) -> SocketAddress {
        var generator = SystemRandomNumberGenerator()
        let query = STUNBindingQuery(using: &generator)
        let channel = try await ProbeChannel.udp(to: address)
        let answer = await answer(to: query, on: channel)
        await channel.close()
        switch answer {
        case .address(let seen): return seen
        case .refused(let code): throw .unreachable("the STUN server refuses with \(code)")
        case nil: throw .silent
        }
    }

    private func answer(to query: STUNBindingQuery, on channel: ProbeChannel) async -> STUNBindingQuery.Answer? {
        let start = MonotonicClock.now()
        var next = start
        var pause = TimeSpan.milliseconds(500)
        for await event in channel.events {
            let now = MonotonicClock.now()
            if case .received(let bytes) = event, let answer = query.answer(in: bytes.span.bytes) { return answer }
            if now > start + patience { return nil }
            if now >= next {
                channel.send(query.request)
                next = now + pause
                pause = TimeSpan(nanoseconds: pause.nanoseconds * 2)
            }
        }
        return nil
    }
}

import Bytes
import EventLoop
import Probe

extension AttackTarget {
    typealias RelayAttack =
        @Sendable (_ visit: MediaVisit, _ relay: RelayOffer) async throws(ProbeError) ->
        Attack.Result

    /// A session in a room of its own with its relay credentials, as long as the attack runs.
    func withRelay(_ attack: @escaping RelayAttack) async throws(ProbeError) -> Attack.Result {
        guard configuration.relay.mode != .off else { return .off("relaying is off") }
        return try await media.stay { visit throws(ProbeError) in
            guard let relay = visit.relays.first else { return .broken("the answer offers no relay") }
            return try await attack(visit, relay)
        }
    }

    /// A client that has an allocation.
    func allocated(_ relay: RelayOffer, over transport: RelayOffer.Transport = .udp) async throws(ProbeError)
        -> RelayGuest
    {
        var guest = try await RelayGuest(self, relay, over: transport)
        let code = try await guest.allocate()
        guard code == 200 else {
            await guest.close()
            throw .unreachable("no allocation to attack with: the relay refuses with \(code)")
        }
        return guest
    }

    /// Listens at a port of this machine while the body runs; what comes there should not.
    func withCanary(_ body: (_ port: UInt16) async throws(ProbeError) -> Attack.Result) async throws(ProbeError)
        -> Attack.Result
    {
        let canary = try await listenOutsideOfRelayedPorts()
        let result: Attack.Result
        do throws(ProbeError) {
            result = try await body(UInt16(clamping: canary.port))
        } catch {
            await canary.channel.close()
            throw error
        }
        let hits = await count(canary.channel, within: .milliseconds(300))
        await canary.channel.close()
        return hits == 0 ? result : .broken("\(hits) packets reached a port of this machine")
    }

    /// Where an open relay has its clients' addresses, packets for this machine may be for one of them.
    private func listenOutsideOfRelayedPorts() async throws(ProbeError) -> (channel: ProbeChannel, port: Int) {
        var taken: [ProbeChannel] = []
        var found = try await ProbeChannel.listen()
        while taken.count < 64, configuration.relay.ports.contains(UInt16(clamping: found.port)) {
            taken.append(found.channel)
            found = try await ProbeChannel.listen()
        }
        for channel in taken { await channel.close() }
        return found
    }

    private func count(_ channel: ProbeChannel, within time: TimeSpan) async -> Int {
        let end = MonotonicClock.now() + time
        var hits = 0
        for await event in channel.events {
            if case .received = event { hits += 1 }
            if MonotonicClock.now() > end { break }
        }
        return hits
    }
}

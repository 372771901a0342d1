import Bytes
import EventLoop
import Probe

/// Floods, while somebody else is talking.
enum MediaAttacks {
    static let all = [flood, internalCandidates]

    private static let flood = Attack(name: "M8 flood of garbage") { target throws(ProbeError) in
        let flood = try await ProbeChannel.udp(to: target.address)
        let attacker = Task {
            var sent = 0
            for await _ in flood.events {
                if Task.isCancelled { break }
                for _ in 0..<100 { flood.send(AttackTarget.random(200)) }
                sent += 100
            }
            await flood.close()
            return sent
        }
        let outcome = await target.media.run(.udp(target.address))
        attacker.cancel()
        let sent = await attacker.value
        guard outcome.isGood else { return .broken("a bystander's sound is cut: \(outcome.description)") }
        let lost = outcome.receiver.packetsMissing
        return lost * 100 <= MediaProbe.packets
            ? .held("a bystander lost \(lost) packets during \(sent) of garbage")
            : .broken("a bystander lost \(lost) of \(MediaProbe.packets + lost) packets")
    }

    /// A server that sends to addresses it is told would knock at doors inside its own network.
    private static let internalCandidates = Attack(name: "M10 candidates that point inside") {
        target throws(ProbeError) in
        let canary = try await ProbeChannel.listen()
        let candidate = "a=candidate:1 1 udp 2130706431 127.0.0.1 \(canary.port) typ host"
        let reply = try await target.media.post(extra: [candidate, "a=candidate:2 1 udp 1 internal.local 53 typ host"])
        let end = MonotonicClock.now() + .milliseconds(1500)
        var hits = 0
        for await event in canary.channel.events {
            if case .received = event { hits += 1 }
            if MonotonicClock.now() > end { break }
        }
        await canary.channel.close()
        return hits == 0
            ? .held("not a packet goes there (HTTP \(reply.status))") : .broken("\(hits) packets went there")
    }
}
